using System.Globalization;
using Batata.Benchmarks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project benchmarks/Batata.Benchmarks                 all hot paths, times and bytes
// dotnet run -c Release --project benchmarks/Batata.Benchmarks -- allocations  only bytes, as lines for allocations.txt
// dotnet run -c Release --project benchmarks/Batata.Benchmarks -- loop NAME    one hot path for ten seconds, for a profiler
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
if (args is ["loop", var wanted])
{
    using var path = HotPathCatalogue.Make(wanted);
    path.Run();
    var (begin, cpu, runs) = (Environment.TickCount64, Environment.CpuUsage.TotalTime, 0);
    for (; Environment.TickCount64 - begin < 10_000; runs++) path.Run();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / runs:0.00} µs of processor time each"));
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
