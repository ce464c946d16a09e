namespace Batata.Api.Nacos.Http;

/// <summary>Makes text of clients fit for a header. What a header cannot hold is replaced, as Tomcat does; Kestrel would refuse the whole answer.</summary>
internal static class HeaderText
{
    public static string Of(string text)
    {
        foreach (var c in text)
        {
            if (!IsSafe(c)) return string.Create(text.Length, text, static (into, from) =>
            {
                for (var i = 0; i < into.Length; i++) into[i] = IsSafe(from[i]) ? from[i] : from[i] < ' ' ? ' ' : '?';
            });
        }
        return text;
    }

    private static bool IsSafe(char c) => c is >= ' ' and < '\u007F';
}
