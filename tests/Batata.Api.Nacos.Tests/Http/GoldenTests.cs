using System.Text;
using System.Text.RegularExpressions;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>
/// Conversations with the server, byte for byte. Each file of <c>Golden/</c> is played against a fresh server: a block begins with <c>### title</c>, then
/// comes the request, and after a line <c>--</c> the whole answer. Files whose name begins with <c>console</c> are about the console port.
/// </summary>
public sealed partial class GoldenTests
{
    public static TheoryData<string> Files => [.. GoldenFile.Named("*.http")];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Answers_AreTheGoldenOnes(string file)
    {
        var expected = await GoldenFile.ReadAsync(file);
        await using var server = await NacosHttpServer.StartAsync(options =>
        {
            options.PrometheusEnabled = file.StartsWith("prometheus", StringComparison.Ordinal);
            if (!file.StartsWith("compat-off", StringComparison.Ordinal)) return;
            (options.CompatibilityClient, options.CompatibilityConsole, options.CompatibilityAdmin) = (false, false, false);
        });
        var actual = new StringBuilder();
        foreach (var block in expected.Split("### ", StringSplitOptions.RemoveEmptyEntries))
        {
            var title = block[..block.IndexOf('\n', StringComparison.Ordinal)];
            var request = block[(title.Length + 1)..].Split("\n--\n")[0].TrimEnd('\n');
            var blank = request.IndexOf("\n\n", StringComparison.Ordinal);
            var answer = await RawClient.SendAsync(
                file.StartsWith("console", StringComparison.Ordinal) ? server.ConsolePort : server.Port, blank < 0 ? request : request[..blank], blank < 0 ? "" : Unescape(request[(blank + 2)..]));
            actual.Append("### ").Append(title).Append('\n').Append(request).Append("\n--\n").Append(Normalise(answer)).Append("\n\n");
        }
        await GoldenFile.CompareAsync(file, actual.ToString());
    }

    /// <summary>So that control characters can be seen: <c>\r</c>, <c>\x01</c>.</summary>
    private static string Unescape(string text) => EscapedByte().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString())
        .Replace("\\r", "\r", StringComparison.Ordinal);

    private static string Normalise(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = answer[..end].Replace("\r\n", "\n", StringComparison.Ordinal);
        var body = ControlCharacter().Replace(answer[(end + 4)..], m => m.Value == "\r" ? "\\r" : $"\\x{(int)m.Value[0]:x2}");
        return Volatile().Replace(head + "\n\n" + body, "$1*");
    }

    [GeneratedRegex("""(Date: |Last-Modified: |"timestamp":|"createTime":|"modifyTime":|"lastModified":|"createdTime":|"lastModifiedTime":|"lastRefTime":)[^,}\n]*(, [^\n]*)?""")]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex EscapedByte();

    [GeneratedRegex(@"[\x00-\x09\x0b-\x1f]")]
    private static partial Regex ControlCharacter();
}
