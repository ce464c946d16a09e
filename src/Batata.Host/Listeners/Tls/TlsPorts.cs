using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners.Tls;

/// <summary>Every port that has TLS.</summary>
internal sealed class TlsPorts(IEnumerable<Listener> listeners)
{
    public IReadOnlyDictionary<string, TlsPort> ByName { get; } = listeners
        .Where(static listener => listener.Tls is not null)
        .ToDictionary(
            static listener => listener.Name,
            static listener => new TlsPort(
                listener.Name, listener.Tls!, listener.Protocols == HttpProtocols.Http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11));
}
