using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Naming;
using Batata.Infrastructure.Naming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class NamingCaretakerTests
{
    [Fact]
    public async Task Caretaker_RunsEachChoreAtItsInterval()
    {
        var clock = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock)
            .AddSingleton(Substitute.For<IReplicatedLog>()).AddSingleton(Substitute.For<ILeaderLease>()).AddBatataNaming().BuildServiceProvider();
        var caretaker = Assert.Single(services.GetServices<IHostedService>().OfType<NamingCaretaker>());
        var directory = services.GetRequiredService<IServiceDirectory>();
        services.GetRequiredService<InstanceRegistry>().Register(Key("orders"), At("10.0.0.1"));

        Assert.Equal(16, await PassUntilAsync(() => directory.Find(Key("orders"))!.HealthyCount == 0));
        Assert.Equal(15, await PassUntilAsync(() => directory.Find(Key("orders"))!.Instances.IsEmpty));
        Assert.Equal(119, await PassUntilAsync(() => directory.Find(Key("orders")) is null)); // looked at after 30, 90 and 150 s

        async Task<int> PassUntilAsync(Func<bool> done)
        {
            var seconds = 0;
            for (; !done(); seconds++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await caretaker.TickAsync(CancellationToken.None);
            }
            return seconds;
        }
    }
}
