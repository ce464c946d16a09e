using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>One server with authorization on, whose administrator is there, for all the recordings that can be played on a used one.</summary>
public sealed class GuardedNode : IAsyncLifetime
{
    public const string Password = "Recorded-1";

    public NodeProcess Node { get; private set; } = null!;

    public string Token { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Node = await StartAsync(new Dictionary<string, string>());
        Token = await LoginAsync(Node);
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();

    internal static Task<NodeProcess> StartFor(Recording recording, IReadOnlyDictionary<string, string> properties) => recording switch
    {
        // Loopback alone: an address of this machine might be one of those in the recording.
        { IsDns: true } => NodeProcess.StartNewAsync(new NodeSettings { Properties = With(properties, [.. ConsulNode.Properties, ("batata.listen-address", "127.0.0.1")]) }),
        { IsConsul: true } => NodeProcess.StartNewAsync(new NodeSettings { Properties = With(properties, ConsulNode.Properties) }),
        { NeedsLogin: false } => NodeProcess.StartNewAsync(new NodeSettings { Properties = properties }),
        { MakesAdministrator: true } => NodeProcess.StartNewAsync(new NodeSettings { Properties = With(properties, ("nacos.core.auth.enabled", "true")) }),
        _ => StartAsync(properties),
    };

    internal static async Task<string> LoginAsync(NodeProcess node)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("username", "nacos"), KeyValuePair.Create("password", Password)]);
        using var answer = await http.PostAsync(node.Nacos + "/v3/auth/user/login", form);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("accessToken").GetString()!;
    }

    private static Task<NodeProcess> StartAsync(IReadOnlyDictionary<string, string> properties) => NodeProcess.StartNewAsync(
        new NodeSettings { Properties = With(properties, ("nacos.core.auth.enabled", "true"), ("batata.auth.admin-password", Password)) });

    /// <summary>What a recording says wins.</summary>
    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> properties, params (string Key, string Value)[] defaults)
    {
        var all = new Dictionary<string, string>(properties);
        foreach (var (key, value) in defaults) all.TryAdd(key, value);
        return all;
    }
}

public sealed class GuardedRecordingTests(GuardedNode guarded) : IClassFixture<GuardedNode>
{
    public static TheoryData<string> Names => HttpRecordingTests.Select(static r => r.NeedsLogin && r.OwnServer() is null);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Recording_WithALogin_IsAnsweredAsByTheReference(string name) =>
        RecordingPlayer.AssertSame(await RecordingPlayer.PlayAsync(HttpRecordingTests.Of(name), guarded.Node, guarded.Token));
}
