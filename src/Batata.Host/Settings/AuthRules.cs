using System.Net;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Host.Settings.Catalogue;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>What the settings of authorization must be to keep anybody out, and who is served where there is none.</summary>
internal static class AuthRules
{
    private const string Enabled = AuthSettings.Enabled;

    // The minimum of HS256, as in Nacos' JwtTokenManager.
    private const int MinKeyBytes = 32;

    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, bool dev, Func<string, SettingValue?> said)
    {
        var (auth, server) = (settings.Options.Auth, settings.Options.Server);
        if (dev) (auth.Enabled, auth.AdminEnabled, auth.ConsoleEnabled) = (false, null, null);
        server.LoopbackOnly = dev;
        if (Enum.GetValues<AccessScope>().Any(auth.Guards)) RefuseKnownSecrets(settings, said);
        else DropKnownSecrets(auth);
        if (auth.AdminPassword is { } password && PasswordRules.IsTooLong(password))
            settings.Problems.Add($"{AuthSettings.AdminPassword}: must be a text of {PasswordRules.MaxBytes} bytes at most ({said(AuthSettings.AdminPassword)?.Origin})");
        if (dev)
        {
            settings.Warnings.Add("--dev: the data is thrown away at the end, there is no authorization, and only this machine is served.");
            if (server.ListenAddress is { } address && !IPAddress.IsLoopback(address)) server.ListenAddress = null;
            if (server.GrpcListenAddress is { } grpc && !IPAddress.IsLoopback(grpc)) server.GrpcListenAddress = null;
            return;
        }
        if (!auth.Enabled) settings.Warnings.Add($"Authorization is off ({Enabled}=false, {said(Enabled)?.Origin}): whoever reaches the ports may read and write everything{Except(auth)}.");
    }

    private static string Except(IdentityOptions auth) => (auth.Guards(AccessScope.Admin), auth.Guards(AccessScope.Console)) switch
    {
        (true, true) => ", but for what operators and the console do",
        (true, false) => ", but for what operators do",
        (false, true) => ", but for what the console does",
        _ => "",
    };

    /// <summary>Where nobody is asked who he is, files of Nacos are taken as they come.</summary>
    private static void DropKnownSecrets(IdentityOptions auth)
    {
        if (auth.TokenKey is { } key && (KnownSecrets.IsTokenKey(key) || BytesOf(key) is not { Length: >= MinKeyBytes })) auth.TokenKey = null;
        (auth.ServerIdentityKey, auth.ServerIdentityValue) = (null, null);
    }

    private static void RefuseKnownSecrets(LoadedSettings settings, Func<string, SettingValue?> said)
    {
        var auth = settings.Options.Auth;
        if (auth.TokenKey is { } key)
        {
            var problem = KnownSecrets.IsTokenKey(key) ? "is known to everybody: it came with Nacos or stands in its documentation. Choose another one, or none"
                : BytesOf(key) is not { Length: >= MinKeyBytes } ? $"must be Base64 of {MinKeyBytes} bytes or more"
                : null;
            if (problem is not null) settings.Problems.Add($"{AuthSettings.TokenKey}: {problem} ({said(AuthSettings.TokenKey)?.Origin})");
        }
        var (name, value) = (auth.ServerIdentityKey, auth.ServerIdentityValue);
        if (name is null != value is null)
        {
            var (there, missing) = name is null ? (AuthSettings.IdentityValue, AuthSettings.IdentityKey) : (AuthSettings.IdentityKey, AuthSettings.IdentityValue);
            settings.Problems.Add($"{there}: has no meaning without {missing} ({said(there)?.Origin})");
        }
        else if (name is not null && KnownSecrets.IsServerIdentity(name, value!))
        {
            settings.Problems.Add($"{AuthSettings.IdentityValue}: is known to everybody: it came with Nacos or stands in its documentation. Choose another one, or none "
                + $"({said(AuthSettings.IdentityValue)?.Origin})");
        }
    }

    private static byte[]? BytesOf(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) ? bytes[..length] : null;
    }
}
