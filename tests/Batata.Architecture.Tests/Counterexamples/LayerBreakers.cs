// Types that break the arrows on purpose: each rule must find its own, in a field, in a body or in an asynchronous method.
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Batata.Architecture.Tests.Counterexamples;

internal sealed class UsesApplication
{
    public Type Feed { get; } = typeof(Application.Abstractions.IReadBarrier);
}

internal sealed class UsesInfrastructure
{
    public static string? Name() => typeof(Infrastructure.InfrastructureServices).FullName;
}

internal sealed class UsesNacosFront
{
    public static string? Name() => typeof(Api.Nacos.NacosHttp).FullName;
}

internal sealed class UsesConsulFront
{
    public static string? Name() => typeof(Api.Consul.Counterexamples.ConsulFront).FullName;
}

internal sealed class UsesWebServer
{
    public HttpContext? Context { get; set; }
}

internal sealed class UsesStorage
{
    public static async Task<int> CountAsync()
    {
        await Task.Yield();
        await using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.State.GetHashCode();
    }
}

internal sealed class AsksTheClock
{
    public static Func<DateTimeOffset> Later() => static () => TimeProvider.System.GetUtcNow();
}
