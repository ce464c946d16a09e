using Batata.Domain.Catalog;

namespace Batata.Application.Transactions;

/// <summary>One operation of a transaction of Consul.</summary>
public abstract record TransactionOperation
{
    public abstract bool IsWrite { get; }
}

/// <summary>The numbers are in the log; the first seven are those of <see cref="KeyValue.KeyVerb"/>.</summary>
public enum TransactionKeyVerb
{
    Set = 1,
    Cas,
    Lock,
    Unlock,
    Delete,
    DeleteCas,
    DeleteTree,
    Get,
    GetOrEmpty,
    GetTree,
    CheckIndex,
    CheckSession,
    CheckNotExists,
}

/// <summary>What can be done to nodes, services and checks. The numbers are in the log.</summary>
public enum TransactionVerb
{
    Get = 1,
    Set,
    Cas,
    Delete,
    DeleteCas,
}

/// <param name="OverDelay">Mark of the lock delay that was over for the proposer; 0 when there was none.</param>
public sealed record KeyOperation(TransactionKeyVerb Verb, string Key, byte[] Value, ulong Flags, ulong Index, string Session, ulong OverDelay) : TransactionOperation
{
    public override bool IsWrite => Verb <= TransactionKeyVerb.DeleteTree;
}

/// <param name="Node">With its id it is looked up by that. Its ModifyIndex is the one that is expected; so of the others.</param>
public sealed record NodeOperation(TransactionVerb Verb, CatalogNode Node) : TransactionOperation
{
    public override bool IsWrite => Verb != TransactionVerb.Get;
}

public sealed record ServiceOperation(TransactionVerb Verb, ServiceInstance Service) : TransactionOperation
{
    public override bool IsWrite => Verb != TransactionVerb.Get;
}

public sealed record CheckOperation(TransactionVerb Verb, HealthCheck Check) : TransactionOperation
{
    public override bool IsWrite => Verb != TransactionVerb.Get;
}
