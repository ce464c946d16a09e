using Batata.Api.Nacos;
using Batata.Application;
using Batata.Host.Listeners;
using Batata.Host.Settings;
using Batata.Infrastructure;
using Microsoft.Extensions.Options;

var settings = SettingsLoader.Load(CommandLine.Parse(args), Environment.GetEnvironmentVariables());
if (settings.Problems.Count > 0)
{
    foreach (var problem in settings.Problems) Console.Error.WriteLine(problem);
    return 1;
}
var options = settings.Options;

using var host = new HostBuilder()
    .ConfigureLogging(logging => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
        }))
    .UseBatataListeners(options) // before the replicated log starts: liveness answers meanwhile
    .ConfigureServices(services => services
        .AddSingleton(Options.Create(options.Nacos))
        .AddSingleton(Options.Create(options.Configs))
        .AddSingleton(Options.Create(options.Cluster))
        .AddBatataApplication()
        .AddBatataInfrastructure()
        .AddNacosHttp()
        .AddNacosGrpc())
    .UseConsoleLifetime()
    .Build();
await host.RunAsync();
return 0;
