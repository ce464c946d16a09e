using System.Text;
using System.Text.Json;
using Batata.Application.Audit;
using Batata.Infrastructure.Audit;
using Batata.Infrastructure.Cluster;
using Batata.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Audit;

public sealed class AuditFileTests : IAsyncLifetime, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("batata-audit-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AuditOptions _options = new();
    private readonly AuditFolder _folder;
    private readonly AuditWriter _writer;
    private readonly AuditSearch _search;

    public AuditFileTests()
    {
        _options.Path = Path.Combine(_path, "audit");
        var cluster = Options.Create(new ClusterOptions { DataPath = _path });
        _folder = new AuditFolder(Options.Create(_options), cluster);
        _writer = new AuditWriter(_folder, Options.Create(_options), cluster, _time, NullLogger<AuditWriter>.Instance);
        _search = new AuditSearch(_folder);
    }

    public Task InitializeAsync() => _writer.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        Directory.Delete(_path, recursive: true);
    }

    public void Dispose() => _writer.Dispose();

    [Fact]
    public async Task Record_IsOneLine_WhateverNamesHold()
    {
        _writer.Add(Record("a\nb\"}\u2028\ud800") with { User = "x\r\ny" });
        await _writer.StopAsync(CancellationToken.None);

        var line = Assert.Single(await File.ReadAllLinesAsync(_folder.All()[0].File));
        using var json = JsonDocument.Parse(line);
        Assert.Equal("x\r\ny", json.RootElement.GetProperty("user").GetString());
        Assert.Equal("done", json.RootElement.GetProperty("result").GetString());
        Assert.Equal("127.0.0.1:8848", json.RootElement.GetProperty("node").GetString());
    }

    [Fact]
    public async Task Stop_LosesNothing()
    {
        for (var i = 0; i < 5_000; i++) _writer.Add(Record($"r{i}"));
        await _writer.StopAsync(CancellationToken.None);

        Assert.Equal(5_000, (await FindAsync()).Total);
    }

    [Fact]
    public async Task LargeFile_IsFollowedByAnother_AndPagesGoOverAll()
    {
        _options.MaxFileBytes = 2_000;
        for (var i = 0; i < 100; i++)
        {
            _writer.Add(Record($"r{i}"));
            if (i % 10 == 9) await WrittenAsync(i + 1);
        }

        Assert.True(_folder.All().Count > 3, $"{_folder.All().Count} files");
        var seen = new List<string>();
        for (var skip = 0; skip < 100; skip += 7) seen.AddRange((await FindAsync(skip: skip, take: 7)).Lines.Select(ResourceOf));
        Assert.Equal(Enumerable.Range(0, 100).Reverse().Select(static i => $"r{i}"), seen);
        Assert.Empty((await FindAsync(skip: 100)).Lines);
    }

    [Fact]
    public async Task NewDay_IsANewFile_AndOldOnesGo()
    {
        _options.RetentionDays = 2;
        for (var day = 0; day < 5; day++)
        {
            _writer.Add(Record($"day{day}"));
            await Wait.UntilAsync(async () => (await FindAsync(resource: $"day{day}")).Total == 1, "the record");
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([3, 4, 5], _folder.All().Select(static file => file.Day.Day));
    }

    [Fact]
    public async Task TooMuchInAll_TakesTheOldest()
    {
        (_options.MaxFileBytes, _options.MaxTotalBytes) = (1_000, 5_000);
        for (var i = 0; i < 60; i++)
        {
            _writer.Add(Record($"r{i}"));
            await Wait.UntilAsync(async () => (await FindAsync(resource: $"r{i}", take: 1)).Total > 0, "the record");
        }

        Assert.InRange(_folder.All().Sum(static file => new FileInfo(file.File).Length), 1, 7_000);
        Assert.Equal("r59", ResourceOf((await FindAsync(take: 1)).Lines[0]));
    }

    [Fact]
    public async Task Restart_GoesOnInTheSameFile_AndALineThatWasCutOffIsNoRecord()
    {
        _writer.Add(Record("before"));
        await _writer.StopAsync(CancellationToken.None);
        await File.AppendAllTextAsync(_folder.All()[0].File, "{\"time\":\"2026-\n");
        using var again = new AuditWriter(_folder, Options.Create(_options), Options.Create(new ClusterOptions()), _time, NullLogger<AuditWriter>.Instance);
        await again.StartAsync(CancellationToken.None);
        again.Add(Record("after"));
        await again.StopAsync(CancellationToken.None);

        Assert.Single(_folder.All());
        Assert.Equal(["after", "before"], (await FindAsync()).Lines.Select(ResourceOf));
    }

    [Fact]
    public async Task Filters_LookAtTheirOwnField()
    {
        _writer.Add(Record("config/a") with { User = "amy", Action = "PublishConfig", Result = AuditResult.Refused });
        _writer.Add(Record("amy") with { User = "bob", Action = "RemoveConfig" });
        await WrittenAsync(2);

        Assert.Equal(1, (await FindAsync(user: "AMY")).Total);
        Assert.Equal(1, (await _search.FindAsync(new AuditQuestion(null, null, null, null, "remove", null, null, 0, 10), CancellationToken.None)).Total);
        Assert.Equal(1, (await _search.FindAsync(new AuditQuestion(null, null, null, null, null, null, AuditResult.Refused, 0, 10), CancellationToken.None)).Total);
        Assert.Equal(0, (await _search.FindAsync(new AuditQuestion(_time.GetUtcNow().AddSeconds(1), null, null, null, null, null, null, 0, 10), CancellationToken.None)).Total);
        Assert.Equal(2, (await _search.FindAsync(new AuditQuestion(null, _time.GetUtcNow(), null, null, null, null, null, 0, 10), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task FullQueue_DropsWhatComes_AndSaysHowMuch()
    {
        using var late = new AuditWriter(_folder, Options.Create(_options), Options.Create(new ClusterOptions()), _time, NullLogger<AuditWriter>.Instance);
        for (var i = 0; i < 10_000; i++) late.Add(Record("r"));

        await late.StartAsync(CancellationToken.None);
        await late.StopAsync(CancellationToken.None);

        var lost = Assert.Single((await _search.FindAsync(new AuditQuestion(null, null, null, null, "RecordsLost", null, null, 0, 10), CancellationToken.None)).Lines);
        Assert.Contains("\"count\":\"1808\"", Encoding.UTF8.GetString(lost.Span), StringComparison.Ordinal);
        Assert.Equal(8_193, (await FindAsync()).Total);
    }

    /// <summary>The folder is a file: nothing can be written there until it is gone.</summary>
    [Fact]
    public async Task DiskThatTakesNothing_StopsNobody_AndWorksAgainLater()
    {
        await File.WriteAllTextAsync(_options.Path!, "in the way");
        _writer.Add(Record("lost"));
        for (var i = 0; i < 20_000; i++) _writer.Add(Record("lost"));
        File.Delete(_options.Path!);

        await Wait.UntilAsync(async () =>
        {
            _writer.Add(Record("found"));
            return (await FindAsync(resource: "found")).Total > 0;
        }, "the disk to be used again");
    }

    private AuditRecord Record(string resource) => new(_time.GetUtcNow(), "nacos", "10.0.0.1", "PublishConfig", "POST /v1/cs/configs", resource, [], AuditResult.Done, 200, null, 1);

    private Task WrittenAsync(int count) => Wait.UntilAsync(async () => (await FindAsync()).Total == count, $"{count} records");

    private Task<AuditPage> FindAsync(string? user = null, string? resource = null, int skip = 0, int take = 10) =>
        _search.FindAsync(new AuditQuestion(null, null, user, null, null, resource, null, skip, take), CancellationToken.None);

    private static string ResourceOf(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(line.Span));
        return json.RootElement.GetProperty("resource").GetString()!;
    }
}
