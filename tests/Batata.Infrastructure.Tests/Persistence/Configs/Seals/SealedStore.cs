using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Batata.Infrastructure.Tests.Persistence.Configs.Seals;

/// <summary>A node with some keys over a state that nodes with other keys write as well.</summary>
internal sealed class SealedStore(ConfigStore store, string keys)
{
    public const string K1 = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const string K2 = "k2:YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

    private readonly ContentKeys _keys = new(Options.Create(new SealOptions { Keys = keys }));

    public ContentSeal Seal => new(_keys, store.Seals, NullLogger<ContentSeal>.Instance);

    public OpenedConfigQueries Queries => new(store.StoredQueries, Seal);

    public async Task<Outcome<ConfigVersion>> PublishAsync(ConfigKey key, string content, string? dataKey = null)
    {
        var stored = await Seal.SealAsync(key, ConfigContent.Of(content, dataKey), default);
        if (!stored.Ok) return stored.Failure;
        return await store.ApplyAsync(new PublishConfigEntry(key, stored.Value, ConfigDescription.None, ConfigStore.Author, null, ConfigStore.At(1)));
    }

    public async Task PublishGrayAsync(ConfigKey key, GrayRule rule, string content)
    {
        var stored = await Seal.SealAsync(key, ConfigContent.Of(content), default);
        Assert.True((await store.ApplyAsync(new PublishGrayConfigEntry(key, rule, stored.Value, null, ConfigStore.Author, null, 10, ConfigStore.At(1)))).Ok);
    }

    /// <summary>What the leader does now and then.</summary>
    public async Task SweepAsync()
    {
        var log = Substitute.For<IReplicatedLog>();
        log.ProposeAsync(Arg.Any<ResealConfigsEntry>(), Arg.Any<CancellationToken>()).Returns(call => store.ApplyAsync(call.Arg<ResealConfigsEntry>()).AsTask());
        log.ProposeAsync(Arg.Any<ForgetSealKeyEntry>(), Arg.Any<CancellationToken>()).Returns(call => store.ApplyAsync(call.Arg<ForgetSealKeyEntry>()).AsTask());
        var lease = Substitute.For<ILeaderLease>();
        lease.TryHold(out Arg.Any<CancellationToken>()).Returns(true);
        using var sweep = new SealSweep(
            store.Seals, _keys, Seal, log, lease, Substitute.For<INodeState>(), TimeProvider.System, NullLogger<SealSweep>.Instance);
        await sweep.RunAsync(default);
    }
}
