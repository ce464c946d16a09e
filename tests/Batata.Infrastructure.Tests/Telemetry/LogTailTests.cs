using Batata.Application.Telemetry;
using Batata.Infrastructure.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Tests.Telemetry;

public sealed class LogTailTests : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly LogTail _tail;
    private readonly ILogger _logger;

    public LogTailTests()
    {
        _tail = new LogTail(TimeProvider.System);
        _services = new ServiceCollection()
            .AddSingleton<ILoggerProvider>(_tail)
            .AddSingleton<IConfigureOptions<LoggerFilterOptions>>(_tail)
            .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(_tail)
            .AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Information))
            .BuildServiceProvider();
        _logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Some.Place.Speaker");
    }

    [Fact]
    public void NobodyReads_NoLevelIsOn() => Assert.False(_logger.IsEnabled(LogLevel.Critical));

    [Fact]
    public async Task Reader_GetsWhatIsBelowTheLevelOfTheLog_UntilItGoes()
    {
        using (var reader = _tail.Open(LogLevel.Debug))
        {
            Say(LogLevel.Debug, $"quiet {1}");
            Say(LogLevel.Trace, "too quiet");
            Say(LogLevel.Warning, "loud");
            var lines = new List<LogLine>();
            await reader.ReadAsync(lines, CancellationToken.None);
            Assert.Equal(["quiet 1", "loud"], lines.Select(static line => line.Text));
            Assert.All(lines, static line => Assert.Equal("Speaker", line.Source));
        }
        Assert.False(_logger.IsEnabled(LogLevel.Critical));
    }

    [Fact]
    public async Task EachReader_HasItsLevel()
    {
        using var all = _tail.Open(LogLevel.Trace);
        using var errors = _tail.Open(LogLevel.Error);
        Say(LogLevel.Information, "a");
        Say(LogLevel.Error, "b");
        Assert.Equal(["a", "b"], await TextsAsync(all));
        Assert.Equal(["b"], await TextsAsync(errors));
    }

    [Fact]
    public async Task SlowReader_LosesLines_AndIsTold_AndTheLoggerDoesNotWait()
    {
        using var reader = _tail.Open(LogLevel.Information);
        for (var i = 0; i < 2_000; i++) Say(LogLevel.Information, $"line {i}");
        Assert.Equal(512, (await TextsAsync(reader)).Count);
        Assert.Equal(2_000 - 512, reader.TakeLost());
        Assert.Equal(0, reader.TakeLost());
    }

    public void Dispose() => _services.Dispose();

    private void Say(LogLevel level, string text) => _logger.Log(level, default, text, null, static (state, _) => state);

    private static async Task<List<string>> TextsAsync(ILogReader reader)
    {
        var lines = new List<LogLine>();
        await reader.ReadAsync(lines, CancellationToken.None);
        return [.. lines.Select(static line => line.Text)];
    }
}
