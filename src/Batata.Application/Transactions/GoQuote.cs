using System.Globalization;
using System.Text;

namespace Batata.Application.Transactions;

/// <summary>Texts in quotes as Go's <c>%q</c> prints them.</summary>
public static class GoQuote
{
    public static string Of(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': quoted.Append("\\\""); break;
                case '\\': quoted.Append("\\\\"); break;
                case '\n': quoted.Append("\\n"); break;
                case '\r': quoted.Append("\\r"); break;
                case '\t': quoted.Append("\\t"); break;
                case < ' ' or 0x7f: quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"); break;
                default: Append(quoted, rune); break;
            }
        }
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        if (rune.Value == ' ' || !(Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)) quoted.Append(rune);
        else if (rune.IsBmp) quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        else quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
    }
}
