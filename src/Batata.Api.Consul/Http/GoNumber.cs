using System.Globalization;
using Batata.Application.Go;

namespace Batata.Api.Consul.Http;

/// <summary>Numbers as Go's strconv reads them: no blanks, no sign before an unsigned one.</summary>
internal static class GoNumber
{
    /// <remarks>.NET lets zero bytes follow a number, Go does not.</remarks>
    public static bool TryParseUnsigned(string text, out ulong value)
    {
        value = 0;
        return text.All(char.IsAsciiDigit) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryParseSigned(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>What Go says of a text that is no unsigned number.</summary>
    public static string UnsignedProblem(string text) =>
        $"strconv.ParseUint: parsing {GoQuote.Of(text)}: {(text.Length > 0 && text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}";
}
