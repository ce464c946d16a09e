using System.Globalization;
using System.Text;
using Batata.Application.Go;

namespace Batata.Application.Agents;

public static class CheckOutput
{
    /// <summary>What clients say is cut behind, what runs print before. Protocol source: Consul <c>CheckTTL.SetStatus</c>.</summary>
    public static string Cut(string output, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetByteCount(output);
        if (bytes <= maxBytes) return output;
        var kept = GoUtf8.Of(Encoding.UTF8.GetBytes(output).AsSpan(0, maxBytes));
        return string.Create(CultureInfo.InvariantCulture, $"{kept} ... (captured {maxBytes} of {bytes} bytes)");
    }
}
