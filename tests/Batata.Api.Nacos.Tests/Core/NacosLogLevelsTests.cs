using Batata.Api.Nacos.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Tests.Core;

public sealed class NacosLogLevelsTests
{
    [Theory]
    [InlineData("config-server", "DEBUG", "Batata.Api.Nacos.Configs.X", LogLevel.Debug)]
    [InlineData("config-pull", "error", "Batata.Api.Nacos.Push.LongPolls", LogLevel.Error)]
    [InlineData("core-raft", "OFF", "Batata.Infrastructure.Cluster.RaftNode", LogLevel.None)]
    [InlineData("core", "WARN", "Batata.Api.Nacos.Http.NacosPipeline", LogLevel.Warning)]
    [InlineData("none", "DEBUG", "Batata.Api.Nacos.Configs.X", LogLevel.Information)]
    [InlineData("config-server", "LOUD", "Batata.Api.Nacos.Configs.X", LogLevel.Information)]
    public void Set_MovesLoggersThatExist(string logName, string level, string category, LogLevel expected)
    {
        using var services = new ServiceCollection().AddNacosHttp().AddLogging(logging => logging.AddProvider(new Sink())).BuildServiceProvider();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        services.GetRequiredService<NacosLogLevels>().Set(logName, level);
        Assert.Equal(expected, Enum.GetValues<LogLevel>().FirstOrDefault(logger.IsEnabled, LogLevel.None));
    }

    private sealed class Sink : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
