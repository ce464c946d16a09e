using System.Runtime.CompilerServices;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// Who gets into the cache of contents. While there is room everybody; then only what is asked for again soon, so that one look at every config, as an export
/// or a restart of all clients is, neither drives out what is read all the time nor leaves its contents behind as old garbage, which lies in the memory long. For any thread;
/// a race lets one in too many or too few.
/// </summary>
internal sealed class ContentAdmission(long capacityBytes)
{
    /// <summary>How many contents ago "soon" is, about.</summary>
    private const int Remembered = 16 * 1024;

    private readonly int[] _asked = new int[Remembered];
    private readonly long _roomy = capacityBytes - (capacityBytes / 16); // short of full, where the cache would begin to push out
    private long _admittedBytes;

    public bool Admits(object content, long bytes)
    {
        if (Volatile.Read(ref _admittedBytes) < _roomy)
        {
            Interlocked.Add(ref _admittedBytes, bytes);
            return true;
        }
        var hash = RuntimeHelpers.GetHashCode(content);
        ref var last = ref _asked[hash % Remembered];
        if (Volatile.Read(ref last) == hash) return true;
        Volatile.Write(ref last, hash);
        return false;
    }

    /// <summary>The cache is empty again.</summary>
    public void Reset()
    {
        Array.Clear(_asked);
        Volatile.Write(ref _admittedBytes, 0);
    }
}
