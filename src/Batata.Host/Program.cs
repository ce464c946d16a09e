using Batata.Api.Consul;
using Batata.Api.Consul.Dns;
using Batata.Api.Nacos;
using Batata.Application;
using Batata.Host;
using Batata.Host.Commands;
using Batata.Host.Diagnostics;
using Batata.Host.Lifetime;
using Batata.Host.Listeners;
using Batata.Host.Settings;
using Batata.Host.Settings.Sources;
using Batata.Infrastructure;

if (CommandNames.IsCommand(args)) return await CommandProgram.RunAsync(args);

var command = CommandLine.Parse(CommandNames.OfServer(args));
if (command.Help) return HelpText.Print();
if (command.Version) return HelpText.PrintVersion();

var settings = SettingsLoader.Load(command, new EnvironmentVariables(Environment.GetEnvironmentVariables()));
if (settings.Problems.Count > 0) return StartFailure.Report(settings.Problems);

using var throwAway = command.Dev ? new DevFolder() : null;
if (throwAway is not null) settings.Options.Cluster.DataPath = throwAway.Path;

using var admin = AdminSocket.TryBind(settings.Options.Cluster.DataPath, out var noAdmin);
if (noAdmin is not null) settings.Warnings.Add(noAdmin);

return await new HostBuilder()
    .UseBatataLogging(settings.Options.Server)
    .UseBatataListeners(settings.Options, admin) // before the replicated log: liveness answers while that is being opened
    .ConfigureServices(services => services
        .AddBatataSettings(settings)
        .AddBatataLifetime(settings.Options.Server)
        .AddBatataApplication()
        .AddBatataInfrastructure()
        .AddBatataCatalogMembers()
        .AddNacosHttp()
        .AddNacosGrpc()
        .AddConsulHttp()
        .AddConsulDns()
        .AddAdminSocket(admin))
    .RunToEndAsync();
