using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>
/// Two releases: the later one brings a kind of entry (the mark plays it) that the earlier one cannot read, and it may have a table that nobody else needs and
/// a change of a table that the earlier one could not live with.
/// </summary>
internal static class Releases
{
    /// <summary>One script that only adds, one that does not, and one behind it, which waits for it.</summary>
    public static StateSchema LaterSchema { get; } = new(
    [
        .. SchemaScript.OfThisRelease,
        new SchemaScript("CREATE TABLE later_notes (text TEXT NOT NULL)"),
        SchemaScript.Parse("-- with level 1\nALTER TABLE tenant_info RENAME TO tenants_of_later; CREATE VIEW tenant_info AS SELECT * FROM tenants_of_later"),
        new SchemaScript("CREATE TABLE last_notes (text TEXT NOT NULL)"),
    ]);

    public static Action<IServiceCollection> Earlier { get; } = services => services
        .AddSingleton(new FeatureLevel(0))
        .AddSingleton(_ => new EntryCodec([.. new EntryCodec().Kinds.Where(static kind => kind.EntryType != typeof(MarkStateEntry))]));

    public static Action<IServiceCollection> Later { get; } = services => services
        .AddSingleton(new FeatureLevel(1))
        .AddSingleton(_ => WithLaterKind());

    /// <summary>The later one, which has changes of the schema too.</summary>
    public static Action<IServiceCollection> LaterWithSchema { get; } = services => Later(services.AddSingleton(LaterSchema));

    /// <summary>Knows the kind and does not say so.</summary>
    public static Action<IServiceCollection> Modest { get; } = services => services
        .AddSingleton(new FeatureLevel(0))
        .AddSingleton(_ => WithLaterKind());

    public static MarkStateEntry Feature { get; } = new("m");

    private static EntryCodec WithLaterKind() => new(
    [
        .. new EntryCodec().Kinds.Where(static kind => kind.EntryType != typeof(MarkStateEntry)),
        new EntryKind<MarkStateEntry, bool>(
            LogRecord.EntryOneofCase.MarkState,
            static (entry, record) => record.MarkState = new MarkState { MarkId = entry.MarkId },
            static record => new MarkStateEntry(record.MarkState.MarkId)) { Since = 1 },
    ]);
}
