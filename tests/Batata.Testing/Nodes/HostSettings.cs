using Batata.Host.Settings;
using Batata.Host.Settings.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Testing.Nodes;

/// <summary>The settings of the server for tests that put its services together in their own process.</summary>
public static class HostSettings
{
    /// <param name="arguments">As on the command line.</param>
    public static IServiceCollection AddHostSettings(this IServiceCollection services, params string[] arguments)
    {
        var settings = SettingsLoader.Load(CommandLine.Parse(arguments), new EnvironmentVariables(new Dictionary<string, string>()));
        if (settings.Problems.Count > 0) throw new ArgumentException(string.Join('\n', settings.Problems), nameof(arguments));
        return services.AddBatataSettings(settings);
    }
}
