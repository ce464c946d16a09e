namespace Batata.Infrastructure.Naming.Sync;

/// <summary>
/// Tells whether two nodes hold the same records of an owner: how many, and a sum over clients and numbers that does not depend on their order. The
/// number of a record stands for its service and its content, since the owner gives each number once.
/// </summary>
internal readonly record struct RegistryDigest(long Count, ulong Sum)
{
    public RegistryDigest With(RegistryClient client, long sequence) => new(Count + 1, unchecked(Sum + Mix(client.DigestKey + (ulong)sequence)));

    public RegistryDigest Without(RegistryClient client, long sequence) => new(Count - 1, unchecked(Sum - Mix(client.DigestKey + (ulong)sequence)));

    /// <summary>The same on all nodes (FNV-1a over the characters); never 0.</summary>
    public static ulong KeyOf(string id, int port)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var c in id) hash = (hash ^ c) * 1099511628211;
            hash = (hash ^ (uint)port) * 1099511628211;
            return Mix(hash) | 1;
        }
    }

    /// <summary>Spreads neighbouring numbers, so that two wrong ones do not make up for each other (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            var z = value + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
