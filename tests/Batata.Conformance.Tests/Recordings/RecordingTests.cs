namespace Batata.Conformance.Tests.Recordings;

// One class for each kind, so that they run beside each other: much of a recording's time is waiting.
public sealed class HttpRecordingTests(SharedNode shared) : IClassFixture<SharedNode>
{
    public static TheoryData<string> Names => Select(static r => !r.IsGrpc && !r.IsNaming && !r.IsConsul && !r.NeedsLogin && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OverHttp_IsAnsweredAsByTheReference(string name) => RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(Of(name), shared.Node));

    internal static TheoryData<string> Select(Func<Recording, bool> which) => new(Recording.All.Where(which).Select(static r => r.Name));

    internal static Recording Of(string name) => Recording.All.Single(r => r.Name == name);
}

public sealed class NamingRecordingTests(SharedNode shared) : IClassFixture<SharedNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.IsNaming && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OfNamingOverHttp_IsAnsweredAsByTheReference(string name) =>
        Assert.Empty(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), shared.Node));
}

public sealed class ConsulRecordingTests(ConsulNode shared) : IClassFixture<ConsulNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.IsConsul && !r.IsDns && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OfConsul_IsAnsweredAsByTheReference(string name) =>
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), shared.Node));
}

public sealed class DnsRecordingTests(ConsulNode shared) : IClassFixture<ConsulNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.IsDns && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OfConsulsDns_IsAnsweredAsByTheReference(string name) =>
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), shared.Node));
}

public sealed class OwnServerRecordingTests
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.OwnServer() is not null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OnAServerOfItsOwn_IsAnsweredAsByTheReference(string name)
    {
        var recording = HttpRecordingTests.Of(name);
        await using var node = await GuardedNode.StartFor(recording, recording.OwnServer()!);
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(recording, node, recording.MakesAdministrator || !recording.NeedsLogin ? "" : await GuardedNode.LoginAsync(node)));
    }
}

public sealed class RecordingListTests
{
    [Fact]
    public void List_AndFolder_HoldTheSameRecordings()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Recording.Folder, "recordings"), "*.json").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(files.Order(StringComparer.Ordinal), Recording.All.Select(static r => r.Name).Order(StringComparer.Ordinal));
    }
}
