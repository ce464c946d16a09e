using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Batata.Application.Go;

/// <summary>Bytes as Go shows them in JSON: each that is no part of a character becomes one U+FFFD, where .NET makes one of several. Outputs are cut anywhere.</summary>
public static class GoUtf8
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done;
            text.Append(rune);
            bytes = bytes[(isWhole ? length : 1)..];
        }
        return text.ToString();
    }
}
