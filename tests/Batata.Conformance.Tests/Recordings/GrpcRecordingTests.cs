namespace Batata.Conformance.Tests.Recordings;

public sealed class GrpcConfigRecordingTests(SharedNode shared) : IClassFixture<SharedNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.IsGrpcConfig && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OfConfigsOverGrpc_IsAnsweredAsByTheReference(string name) =>
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), shared.Node));
}

public sealed class GrpcRecordingTests(SharedNode shared) : IClassFixture<SharedNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.IsGrpc && !r.IsGrpcConfig && !r.NeedsLogin && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_OverGrpc_IsAnsweredAsByTheReference(string name) =>
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), shared.Node));
}
