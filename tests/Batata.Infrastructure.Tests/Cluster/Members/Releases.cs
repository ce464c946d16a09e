using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>Two releases: the later one brings a kind of entry (the mark plays it) that the earlier one cannot read.</summary>
internal static class Releases
{
    public static Action<IServiceCollection> Earlier { get; } = services => services
        .AddSingleton(new FeatureLevel(0))
        .AddSingleton(_ => new EntryCodec([.. new EntryCodec().Kinds.Where(static kind => kind.EntryType != typeof(MarkStateEntry))]));

    public static Action<IServiceCollection> Later { get; } = services => services
        .AddSingleton(new FeatureLevel(1))
        .AddSingleton(_ => WithLaterKind());

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
