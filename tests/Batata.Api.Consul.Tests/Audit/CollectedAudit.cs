using System.Collections.Concurrent;
using Batata.Application.Audit;

namespace Batata.Api.Consul.Tests.Audit;

/// <summary>Keeps records in memory.</summary>
internal sealed class CollectedAudit : IAuditLog
{
    private readonly ConcurrentQueue<AuditRecord> _records = new();

    public bool IsOn => true;

    public bool KeepsClients { get; set; }

    public IReadOnlyList<AuditRecord> Records => [.. _records];

    public void Add(AuditRecord record) => _records.Enqueue(record);
}
