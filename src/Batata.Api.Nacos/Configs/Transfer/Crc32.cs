namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>The checksum of ZIP entries, which the platform writes but does not check.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static n => Remainder((uint)n))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Remainder(uint n)
    {
        for (var i = 0; i < 8; i++) n = (n & 1) == 0 ? n >> 1 : (n >> 1) ^ 0xEDB88320;
        return n;
    }
}
