using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>What one client registered in one service: an instance, or a batch as a whole. Written under the gates of its client and its service.</summary>
internal sealed class Publication(RegistryClient client, ServiceEntry service) : IClientItem, IPlaced
{
    private Instance? _single;
    private Instance[] _batch = [];
    private long _lastBeatMs;

    public RegistryClient Client { get; } = client;

    public ServiceEntry Service { get; } = service;

    /// <summary>Of the newest change.</summary>
    public RecordStamp Stamp { get; private set; }

    /// <summary>Of addresses: how often another node took it over. See <see cref="Sync.AddressRouter"/>.</summary>
    public int Term { get; set; } = 1;

    /// <summary>Its owner is lost. Guarded by the gate of the service.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>When the address registered or beat last. Of connections without meaning.</summary>
    public long LastBeatMs
    {
        get => Volatile.Read(ref _lastBeatMs);
        set => Volatile.Write(ref _lastBeatMs, value);
    }

    /// <summary>Null for a batch.</summary>
    public Instance? Single => _single;

    public ReadOnlySpan<Instance> Instances => _single is null ? _batch : new ReadOnlySpan<Instance>(ref _single);

    /// <summary>For readers without a gate: the order of the writes above lets them see what was or what is, and nothing between.</summary>
    public IReadOnlyList<Instance> Copy() => Volatile.Read(ref _single) is { } single ? [single] : Volatile.Read(ref _batch);

    int IPlaced.Place { get; set; }

    public void Set(Instance instance, RecordStamp stamp)
    {
        Volatile.Write(ref _single, instance);
        Volatile.Write(ref _batch, []);
        Stamp = stamp;
    }

    /// <param name="batch">Never changed after this.</param>
    public void Set(Instance[] batch, RecordStamp stamp)
    {
        Volatile.Write(ref _batch, batch);
        Volatile.Write(ref _single, null);
        Stamp = stamp;
    }
}
