using System.Text.Json;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Tests.Grpc;
using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Infrastructure.Identity;
using Batata.Testing.Nacos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>The same for every request of the SDK port.</summary>
public sealed class EveryGrpcRequestTests(ITestOutputHelper output)
{
    private static readonly User Reader = new("reader", "", new TokenGeneration(1, IsFirst: true, Kept: null));
    private static readonly User Stranger = new("stranger", "", new TokenGeneration(2, IsFirst: true, Kept: null));

    /// <summary>What names a config or a service of the public namespace, in the words of each request.</summary>
    private static readonly string Body = JsonSerializer.Serialize(new
    {
        dataId = "a", group = "G", tenant = "", content = "x", @namespace = "public", serviceName = "s", groupName = "G", type = "registerInstance", subscribe = true,
        groupKeyPattern = "public>>G>>s", watchType = "WATCH", instance = new { ip = "10.0.0.1", port = 80 }, pageNo = 1, pageSize = 1, receivedGroupKeys = Array.Empty<string>(),
        configListenContexts = new[] { new { dataId = "a", group = "G", tenant = "", md5 = "" } },
    });

    [Fact]
    public async Task EveryRequest_RefusesWhomItMust_AndNobodyElse()
    {
        var options = new IdentityOptions { TokenKey = Convert.ToBase64String(new byte[64]) };
        await using var server = await GrpcServer.StartAsync(change: services => Guard(services, options));
        await using var client = await server.ConnectAsync();
        var issue = server.Services.GetRequiredService<ILoginTokens>();
        var soon = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1_000;
        var tokens = new Dictionary<CallerKind, string?>
        {
            [CallerKind.Nobody] = null,
            [CallerKind.Foreign] = Callers.Foreign(Reader),
            [CallerKind.Expired] = Callers.Expired(issue, Reader),
            [CallerKind.Reader] = issue.Issue(new LoginToken(Reader.Name, soon, Reader.Tokens.Number)).Value,
            [CallerKind.Stranger] = issue.Issue(new LoginToken(Stranger.Name, soon, Stranger.Tokens.Number)).Value,
        };
        var (calls, wrong, handlers) = (0, new List<string>(), server.Services.GetServices<GrpcHandler>().ToList());
        foreach (var handler in handlers)
        {
            if (handler.Permission.Subject == PermissionSubject.Open) Assert.Contains(OpenAccess.All, open => ReferenceEquals(open, handler.Permission));
            foreach (var (caller, token) in tokens)
            {
                var answer = await client.RequestAsync(handler.RequestType, Body, token is null ? null : new Dictionary<string, string> { ["accessToken"] = token });
                calls++;
                var expected = Callers.ExpectedRefusal(handler.Permission, caller);
                var refusal = answer.Message?.StartsWith("Code: ", StringComparison.Ordinal) == true ? answer.Message : null;
                if (refusal != expected || (refusal is not null && (answer.ErrorCode != 403 || answer.Type == "ErrorResponse")))
                    wrong.Add($"{handler.RequestType} as {caller}: {answer}, not {expected ?? "let in"}");
            }
        }

        output.WriteLine($"{handlers.Count} gRPC request types, {calls} requests");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Listening_NeedsTheRightForEveryNamespaceItNames()
    {
        var options = new IdentityOptions { TokenKey = Convert.ToBase64String(new byte[64]) };
        await using var server = await GrpcServer.StartAsync(change: services => Guard(services, options));
        await using var client = await server.ConnectAsync();
        var token = server.Services.GetRequiredService<ILoginTokens>().Issue(new LoginToken(Reader.Name, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1_000, Reader.Tokens.Number)).Value;

        async Task<SdkMessage> ListenAsync(params string[] tenants) => await client.RequestAsync(
            "ConfigBatchListenRequest",
            JsonSerializer.Serialize(new { listen = true, configListenContexts = tenants.Select(static tenant => new { dataId = "a", group = "G", md5 = "", tenant }) }),
            new Dictionary<string, string> { ["Authorization"] = "Bearer " + token });

        Assert.True((await ListenAsync("", "public")).Ok);
        Assert.Equal(403, (await ListenAsync("", "elsewhere")).ErrorCode);
        Assert.Equal(403, (await ListenAsync("elsewhere", "")).ErrorCode);
    }

    /// <summary>The real authorizer over two users.</summary>
    private static void Guard(IServiceCollection services, IdentityOptions options)
    {
        services.Remove(services.Last(static s => s.ServiceType == typeof(IAuthorizer))); // the double: what the application registered counts
        services.AddSingleton(Options.Create(options));
        services.AddSingleton<IIdentityState, Accounts>();
        services.AddSingleton<ILoginTokens, LoginTokens>();
        services.AddSingleton<IPasswordHashes, PasswordHashes>();
        services.AddSingleton<IUserDirectory, LdapDirectory>();
        services.AddSingleton<IExternalTokens, OidcTokens>();
        services.AddSingleton<IReadBarrier, NoBarrier>();
    }

    private sealed class Accounts : IIdentityState
    {
        public IdentityView Current { get; } = IdentityView.Empty with
        {
            Users = IdentityView.Empty.Users.Add(Reader.Name, Reader).Add(Stranger.Name, Stranger),
            Roles = IdentityView.Empty.Roles.Add(Reader.Name, ["r"]).Add(Stranger.Name, ["s"]),
            Permissions = IdentityView.Empty.Permissions
                .Add("r", [new RolePermission("r", "public:*:*", "r")]).Add("s", [new RolePermission("s", "elsewhere:*:*", "rw")]),
        };
    }

    private sealed class NoBarrier : IReadBarrier
    {
        public ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
