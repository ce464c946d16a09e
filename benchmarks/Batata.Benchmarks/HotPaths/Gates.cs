using Batata.Api.Nacos.Identity;
using Batata.Application;
using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Batata.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

/// <summary>The gate in front of hot calls: open, and as it is with authorization on.</summary>
internal static class Gates
{
    private const string User = "reader";
    private const int Others = 20;

    public static NacosGate Open() => Make(new IdentityOptions { Enabled = false }, IdentityView.Empty).Gate;

    /// <summary>A user with a role whose last of many permissions is the one that counts.</summary>
    /// <returns>The gate and a token that it has seen before.</returns>
    public static (NacosGate Gate, string Token) Guarded()
    {
        var generation = new TokenGeneration(7, IsFirst: true, Kept: null);
        var permissions = Enumerable.Range(0, Others).Select(static i => new RolePermission("readers", $"team-{i}:*:*", "rw")).Append(new RolePermission("readers", "public:*:*", "rw")).ToList();
        var view = IdentityView.Empty with
        {
            Users = IdentityView.Empty.Users.Add(User, new User(User, "", generation)),
            Roles = IdentityView.Empty.Roles.Add(User, ["readers"]),
            Permissions = IdentityView.Empty.Permissions.Add("readers", permissions),
        };
        var (gate, services) = Make(new IdentityOptions { TokenKey = Convert.ToBase64String(new byte[64]) }, view);
        var token = services.GetRequiredService<ILoginTokens>().Issue(new LoginToken(User, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600, generation.Number)).Value;
        var identified = services.GetRequiredService<IAuthorizer>().IdentifyAsync(new Credentials(token, null, null, ""), CancellationToken.None);
        return identified is { IsCompletedSuccessfully: true, Result.Ok: true } ? (gate, token) : throw new InvalidOperationException("The token does not count.");
    }

    private static (NacosGate Gate, ServiceProvider Services) Make(IdentityOptions options, IdentityView view)
    {
        var services = new ServiceCollection()
            .AddLogging().AddOptions().AddBatataApplication().AddBatataIdentity()
            .AddSingleton(Options.Create(options))
            .AddSingleton<IIdentityState>(new Accounts(view))
            .AddSingleton<IReadBarrier, NoBarrier>()
            .AddSingleton<IReplicatedLog, NoLog>()
            .BuildServiceProvider();
        return (new NacosGate(services.GetRequiredService<IAuthorizer>(), Options.Create(options)), services);
    }

    private sealed class Accounts(IdentityView view) : IIdentityState
    {
        public IdentityView Current => view;
    }

    /// <summary>No hot path writes accounts.</summary>
    private sealed class NoLog : IReplicatedLog
    {
        public Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoBarrier : IReadBarrier
    {
        public ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
