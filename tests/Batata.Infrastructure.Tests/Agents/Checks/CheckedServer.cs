using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Agents.Checks;

/// <summary>A real server on a free port, for checks to look at.</summary>
internal sealed class CheckedServer : IAsyncDisposable
{
    private WebApplication _app = null!;
    private volatile string? _askedName;

    /// <summary>Which server the last TLS connection asked for.</summary>
    public string? AskedName => _askedName;

    public string Url => _app.Urls.First();

    /// <summary><c>127.0.0.1:port</c></summary>
    public string Address => new Uri(Url).Authority;

    /// <param name="tlsFor">Name on the certificate; null for no TLS.</param>
    public static async Task<CheckedServer> StartAsync(RequestDelegate handle, string? tlsFor = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new CheckedServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (tlsFor is null) return;
            var certificate = Certificate(tlsFor);
            listen.UseHttps(https => https.ServerCertificateSelector = (_, name) =>
            {
                server._askedName = name;
                return certificate;
            });
        }));
        server._app = builder.Build();
        server._app.Run(handle);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
