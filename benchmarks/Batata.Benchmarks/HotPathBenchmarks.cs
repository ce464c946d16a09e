using BenchmarkDotNet.Attributes;

namespace Batata.Benchmarks;

/// <summary>Times (only recorded) and allocated bytes (also gated, by Batata.Benchmarks.Tests) of every hot path.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks
{
    private HotPath? _path;

    [ParamsSource(nameof(Names))]
    public string Path { get; set; } = "";

    public static IEnumerable<string> Names => HotPathCatalogue.Names;

    [GlobalSetup]
    public void Prepare() => _path = HotPathCatalogue.Make(Path);

    [Benchmark]
    public void Run() => _path!.Run();

    [GlobalCleanup]
    public void Clean() => _path!.Dispose();
}
