using System.Net;
using Batata.Host.Settings.Catalogue;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>Who is served while there is no authorization: other machines only when somebody said that they may come in without a login.</summary>
internal static class AuthRules
{
    private const string Enabled = "nacos.core.auth.enabled";

    // The minimum of HS256, as in Nacos' JwtTokenManager.
    private const int MinKeyBytes = 32;

    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, bool dev, Func<string, SettingValue?> said)
    {
        var options = settings.Options;
        if (dev) options.Auth.Enabled = false;
        var server = options.Server;
        server.LoopbackOnly = dev || options.Auth.Enabled;
        if (!server.LoopbackOnly)
        {
            settings.Warnings.Add($"Authorization is off ({Enabled}=false, {said(Enabled)?.Origin}): whoever reaches the ports may read and write everything.");
            return;
        }
        if (dev)
        {
            settings.Warnings.Add("--dev: the data is thrown away at the end, there is no authorization, and only this machine is served.");
        }
        else
        {
            settings.Warnings.Add($"Only this machine is served: there is no authorization in this version yet, and {Enabled} is true "
                + $"({said(Enabled)?.Origin ?? "the default"}). Say {Enabled}=false to serve other machines without a login.");
            RefuseUnlessLoopback(settings, server.ListenAddress, said("batata.listen-address"));
            RefuseUnlessLoopback(settings, server.GrpcListenAddress, said("nacos.remote.grpc.listen.ip"));
            RefuseWeakKey(settings, said(AuthSettings.TokenKey));
        }
        if (server.ListenAddress is { } address && !IPAddress.IsLoopback(address)) server.ListenAddress = null;
        if (server.GrpcListenAddress is { } grpc && !IPAddress.IsLoopback(grpc)) server.GrpcListenAddress = null;
    }

    private static void RefuseUnlessLoopback(LoadedSettings settings, IPAddress? address, SettingValue? said)
    {
        if (said is { Text.Length: > 0 } && (address is null || !IPAddress.IsLoopback(address)))
            settings.Problems.Add($"{said.Key} = \"{said.Text}\": must be a loopback address while there is no authorization, unless {Enabled}=false is said ({said.Origin})");
    }

    private static void RefuseWeakKey(LoadedSettings settings, SettingValue? said)
    {
        if (settings.Options.Auth.TokenKey is not { } key) return;
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var length) || length < MinKeyBytes)
            settings.Problems.Add($"{AuthSettings.TokenKey}: must be Base64 of {MinKeyBytes} bytes or more ({said?.Origin})");
    }
}
