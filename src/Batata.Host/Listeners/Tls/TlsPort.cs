using System.Net.Security;
using Batata.Host.Settings;

namespace Batata.Host.Listeners.Tls;

/// <summary>The TLS of one port: what new connections get. Those that are open keep what they have.</summary>
internal sealed class TlsPort
{
    private readonly TlsOptions _files;
    private readonly SslApplicationProtocol _protocol;
    private string? _stamp;
    private TlsMaterial _material;
    private volatile SslServerAuthenticationOptions _current;

    /// <exception cref="Lifetime.StartRefusedException">The files, which were fine when the settings were read, are no longer.</exception>
    public TlsPort(string name, TlsOptions files, SslApplicationProtocol protocol)
    {
        (Name, _files, _protocol) = (name, files, protocol);
        var problems = new List<TlsProblem>();
        _stamp = TlsMaterial.Stamp(files);
        _material = TlsMaterial.Load(files, problems) ?? throw new Lifetime.StartRefusedException($"TLS of the {name} port: {Text(problems)}");
        _current = _material.ToOptions(protocol);
    }

    public string Name { get; }

    /// <summary>What the newest connection got.</summary>
    public SslServerAuthenticationOptions Current => _current;

    public TlsMaterial Material => _material;

    /// <summary>Takes the files as they are now. For one caller at a time.</summary>
    /// <param name="problem">Why they were not taken; what was taken before stays. Told once for each content.</param>
    /// <returns>True when the port shows a new certificate from now on.</returns>
    public bool Reload(out string? problem)
    {
        problem = null;
        var stamp = TlsMaterial.Stamp(_files);
        if (stamp == _stamp) return false;
        _stamp = stamp;
        var problems = new List<TlsProblem>();
        if (TlsMaterial.Load(_files, problems) is not { } material)
        {
            problem = Text(problems);
            return false;
        }
        (_material, _current) = (material, material.ToOptions(_protocol));
        return true;
    }

    private static string Text(List<TlsProblem> problems) => string.Join("; ", problems.Select(static p => $"{p.Setting}: {p.Why}"));
}
