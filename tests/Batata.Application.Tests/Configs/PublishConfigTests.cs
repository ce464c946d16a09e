using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Batata.Application.Tests.Configs;

/// <summary>Requests through the whole pipeline: mediator, validation, handler; the log is a double.</summary>
public sealed class PublishConfigTests : IDisposable
{
    private static readonly ConfigKey Key = ConfigKey.Of("d", "g", null);
    private static readonly ConfigAuthor Author = new("ann", "10.0.0.1");
    private static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, 123, TimeSpan.Zero);

    private readonly IReplicatedLog _log = Substitute.For<IReplicatedLog>();
    private readonly ConfigOptions _options = new() { MaxContentChars = 20, MaxGrayVersions = 3 };
    private readonly CapacityOptions _capacity = new();
    private readonly IContentSeal _seal = Substitute.For<IContentSeal>();
    private readonly ServiceProvider _services;
    private readonly IMediator _mediator;

    public PublishConfigTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_log);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now.AddTicks(4567))); // the wire holds whole milliseconds
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(_options));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(_capacity));
        _seal.SealAsync(default, null!, default).ReturnsForAnyArgs(call => Outcome<ConfigContent>.Of(call.Arg<ConfigContent>()));
        services.AddSingleton(_seal);
        services.AddSingleton(Substitute.For<IConfigRepository>());
        services.AddBatataApplication();
        _services = services.BuildServiceProvider();
        _mediator = _services.GetRequiredService<IMediator>();
        _log.ProposeAsync(Arg.Any<ReplicatedEntry<ConfigVersion>>(), Arg.Any<CancellationToken>()).Returns(new ConfigVersion(1, "m", Now));
        _log.ProposeAsync(Arg.Any<ReplicatedEntry<bool>>(), Arg.Any<CancellationToken>()).Returns(Outcome<bool>.Of(true));
        _log.ProposeAsync(Arg.Any<ReplicatedEntry<int>>(), Arg.Any<CancellationToken>()).Returns(Outcome<int>.Of(2));
        _log.ProposeAsync(Arg.Any<ReplicatedEntry<Done>>(), Arg.Any<CancellationToken>()).Returns(Outcome<Done>.Of(default));
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Publish_ProposesAllThatIsNoFunctionOfTheState()
    {
        var description = new ConfigDescription("shop", "yaml", "about", "u", "e", "s", ["a"]);
        var published = await _mediator.Send(new PublishConfig(Key, "text", description, Author, "key", "md5"));
        Assert.Equal(new ConfigVersion(1, "m", Now), published.Value);
        await _log.Received(1).ProposeAsync(
            new PublishConfigEntry(Key, ConfigContent.Of("text", "key"), description, Author, "md5", Now), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("", "nonsense")]
    [InlineData(" ", null)]
    [InlineData(null, "")]
    public async Task Publish_WithBlankMd5AndUnknownType_ChecksNothingAndIsText(string? md5, string? type)
    {
        await _mediator.Send(new PublishConfig(Key, "text", ConfigDescription.None with { Type = type }, Author, null, md5));
        await _log.Received(1).ProposeAsync(
            new PublishConfigEntry(Key, ConfigContent.Of("text"), ConfigDescription.None with { Type = "text" }, Author, null, Now), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Publish_PassesTheCallersTokenOn()
    {
        using var cancel = new CancellationTokenSource();
        await _mediator.Send(new PublishConfig(Key, "text", ConfigDescription.None, Author), cancel.Token);
        await _log.Received(1).ProposeAsync(Arg.Any<PublishConfigEntry>(), cancel.Token);
    }

    [Fact]
    public async Task Publish_CarriesTheQuotasOfItsProposer_WhenTheyAreEnforced()
    {
        (_capacity.LimitCheck, _capacity.NamespaceQuota) = (true, 7);
        await _mediator.Send(new PublishConfig(Key, "tëxt", ConfigDescription.None, Author));
        var quotas = new ConfigQuotas(100_000, 7, 102_400, 100, Size: 5);
        await _log.Received(1).ProposeAsync(Arg.Is<PublishConfigEntry>(entry => entry.Quotas == quotas), Arg.Any<CancellationToken>());
        _capacity.Managed = false;
        await _mediator.Send(new PublishConfig(Key, "tëxt", ConfigDescription.None, Author));
        await _log.Received(1).ProposeAsync(Arg.Is<PublishConfigEntry>(entry => entry.Quotas == null), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Publish_ProposesWhatTheSealMadeOfTheContent_AndNothingWhenItRefuses()
    {
        var content = ConfigContent.Of("text");
        _seal.SealAsync(Key, content, Arg.Any<CancellationToken>()).Returns(Outcome<ConfigContent>.Of(content with { Text = "sealed" }));
        await _mediator.Send(new PublishConfig(Key, "text", ConfigDescription.None, Author));
        await _log.Received(1).ProposeAsync(Arg.Is<PublishConfigEntry>(entry => entry.Content.Text == "sealed" && entry.Content.Md5 == content.Md5), Arg.Any<CancellationToken>());
        await _mediator.Send(new PublishGrayConfig(Key, new TagRule("x"), "text", ConfigDescription.None, Author));
        await _log.Received(1).ProposeAsync(Arg.Is<PublishGrayConfigEntry>(entry => entry.Content.Text == "sealed"), Arg.Any<CancellationToken>());

        _log.ClearReceivedCalls();
        _seal.SealAsync(Key, content, Arg.Any<CancellationToken>()).Returns(Outcome<ConfigContent>.Refused(ConfigFailures.KeyMissing(["k1"])));
        Assert.Equal(ConfigFailures.KeyMissingCode, (await _mediator.Send(new PublishConfig(Key, "text", ConfigDescription.None, Author))).Failure?.Code);
        Assert.False((await _mediator.Send(new PublishGrayConfig(Key, new TagRule("x"), "text", ConfigDescription.None, Author))).Ok);
        Assert.Empty(_log.ReceivedCalls());
    }

    [Fact]
    public async Task PublishGray_CarriesTheLimitOfItsProposer()
    {
        var rule = new TagRule("x");
        var request = new PublishGrayConfig(Key, rule, "text", ConfigDescription.None with { AppName = "shop" }, Author, null, " ");
        Assert.True((await _mediator.Send(request)).Ok);
        await _log.Received(1).ProposeAsync(
            new PublishGrayConfigEntry(Key, rule, ConfigContent.Of("text"), "shop", Author, null, 3, Now), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Remove_ProposesItsEntries()
    {
        Assert.True((await _mediator.Send(new RemoveConfig(Key, Author))).Value);
        await _log.Received(1).ProposeAsync(new RemoveConfigEntry(Key, Author, Now), Arg.Any<CancellationToken>());
        Assert.True((await _mediator.Send(new RemoveGrayConfig(Key, "tag_x", Author))).Ok);
        await _log.Received(1).ProposeAsync(new RemoveGrayConfigEntry(Key, "tag_x", Author, Now), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task RemoveById_OfNothing_ProposesNothing()
    {
        Assert.Equal(0, (await _mediator.Send(new RemoveConfigsById([], Author))).Value);
        Assert.Empty(_log.ReceivedCalls());
        long[] ids = [3, 4];
        Assert.Equal(2, (await _mediator.Send(new RemoveConfigsById(ids, Author))).Value);
        await _log.Received(1).ProposeAsync(new RemoveConfigsByIdEntry(ids, Author, Now), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Publish_OfIllegalInput_IsRefusedBeforeTheLog()
    {
        var refused = await _mediator.Send(new PublishConfig(ConfigKey.Of("a b", "g", null), "", ConfigDescription.None, Author));
        Assert.Equal(new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, "invalid dataId : a b"), refused.Failure);
        var gray = await _mediator.Send(new PublishGrayConfig(Key, new TagRule("a b"), "x", ConfigDescription.None, Author));
        Assert.Equal("invalid tag : a b", gray.Failure!.Message);
        var removed = await _mediator.Send(new RemoveConfig(ConfigKey.Of("", "g", null), Author));
        Assert.Equal("invalid dataId : ", removed.Failure!.Message);
        Assert.Empty(_log.ReceivedCalls());
    }

    [Fact]
    public async Task Publish_ThatTheLogRefuses_GivesItsAnswer()
    {
        _log.ProposeAsync(Arg.Any<ReplicatedEntry<ConfigVersion>>(), Arg.Any<CancellationToken>()).Returns(ConfigFailures.Md5Mismatch());
        var refused = await _mediator.Send(new PublishConfig(Key, "text", ConfigDescription.None, Author, null, "other"));
        Assert.Equal(ConfigFailures.Md5MismatchCode, refused.Failure?.Code);
    }
}
