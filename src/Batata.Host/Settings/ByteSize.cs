using System.Globalization;

namespace Batata.Host.Settings;

/// <summary>Sizes as people write them; units are powers of 1024.</summary>
internal static class ByteSize
{
    private static readonly (string Name, long Bytes)[] Units = [("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1)];

    /// <returns>Null when it is no size, or too large for a number of bytes.</returns>
    public static long? Parse(string text)
    {
        var number = text.AsSpan().Trim();
        var unit = 1L;
        foreach (var (name, bytes) in Units)
        {
            if (!number.EndsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            number = number[..^name.Length].TrimEnd();
            unit = bytes;
            break;
        }
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return count <= long.MaxValue / unit ? count * unit : null;
    }

    /// <summary>In the largest unit that divides it.</summary>
    public static string Format(long size)
    {
        foreach (var (name, bytes) in Units)
        {
            if (size >= bytes && size % bytes == 0) return string.Create(CultureInfo.InvariantCulture, $"{size / bytes}{name}");
        }
        return "0B";
    }
}
