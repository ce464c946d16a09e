using System.Globalization;
using Batata.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project benchmarks/Batata.Benchmarks                 all hot paths, times and bytes
// dotnet run -c Release --project benchmarks/Batata.Benchmarks -- allocations  only bytes, as lines for allocations.txt
// dotnet run -c Release --project benchmarks/Batata.Benchmarks -- log          publishes a second through the log, without a front
if (args is ["allocations"])
{
    foreach (var name in HotPathCatalogue.Names)
    {
        using var path = HotPathCatalogue.Make(name);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {AllocationMeter.BytesPerRun(path),6}"));
    }
    return;
}
if (args is ["log"])
{
    await LogThroughput.RunAsync();
    return;
}
// In this process: a build per benchmark would take longer than the benchmarks.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromTypes([typeof(HotPathBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
