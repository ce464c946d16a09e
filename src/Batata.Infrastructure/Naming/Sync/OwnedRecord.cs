using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.Sync;

internal enum RecordState
{
    Registered,

    /// <summary>The client went, or the registration ran out.</summary>
    Gone,

    /// <summary>The client took it back.</summary>
    Deregistered,
}

/// <summary>What a client of this node has in a service, as it was at that number.</summary>
/// <param name="Sequence">Of what is no more registered: what that had.</param>
/// <param name="Single">Null for a batch. Of what is no more registered: what was last.</param>
/// <param name="Batch">Never changed.</param>
internal readonly record struct OwnedRecord(
    RegistryClient Client, ServiceKey Service, long Sequence, int Term, RecordState State, Instance? Single, IReadOnlyList<Instance> Batch)
{
    public IEnumerable<Instance> Instances => Single is null ? Batch : [Single];

    /// <summary>Under the gate of its client.</summary>
    public static OwnedRecord Of(Publication publication, RecordState state) => new(
        publication.Client, publication.Service.Key, publication.Stamp.Sequence, publication.Term, state, publication.Single, publication.Single is null ? publication.Copy() : []);
}
