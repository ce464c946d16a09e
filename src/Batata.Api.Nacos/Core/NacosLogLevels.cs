using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Batata.Api.Nacos.Core;

/// <summary>Log levels that are changed while the server runs, by the log names of Nacos. Protocol source: Nacos <c>LogUtil</c>, <c>Loggers</c>.</summary>
internal sealed class NacosLogLevels : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    private static readonly (string Prefix, string[] Categories)[] Known =
    [
        ("config-pull", ["Batata.Api.Nacos.Push"]),
        ("config-notify", ["Batata.Api.Nacos.Push", "Batata.Api.Nacos.Grpc"]),
        ("config-dump", ["Batata.Infrastructure.Persistence"]),
        ("config-", ["Batata.Api.Nacos.Configs", "Batata.Application.Configs"]),
        ("naming-", ["Batata.Api.Nacos.Naming", "Batata.Application.Naming", "Batata.Infrastructure.Naming"]),
        ("core-raft", ["Batata.Infrastructure.Cluster"]),
        ("core", ["Batata.Api.Nacos.Core", "Batata.Api.Nacos.Http"]),
    ];

    private readonly ConcurrentDictionary<string, LogLevel> _levels = new();
    private CancellationTokenSource _changed = new();

    public string? Name => Options.DefaultName;

    public void Configure(LoggerFilterOptions options)
    {
        foreach (var (category, level) in _levels) options.Rules.Add(new LoggerFilterRule(null, category, level, null));
    }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>Unknown names and levels change nothing, as in Nacos.</summary>
    public void Set(string logName, string level)
    {
        if (LevelOf(level) is not { } parsed) return;
        var categories = Array.Find(Known, known => logName.StartsWith(known.Prefix, StringComparison.Ordinal)).Categories;
        if (categories is null) return;
        foreach (var category in categories) _levels[category] = parsed;
        using var before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        before.Cancel();
    }

    public void Dispose() => _changed.Dispose();

    private static LogLevel? LevelOf(string level) => level.ToUpperInvariant() switch
    {
        "ALL" or "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "OFF" => LogLevel.None,
        _ => null,
    };
}
