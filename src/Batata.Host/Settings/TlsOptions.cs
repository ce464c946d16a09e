namespace Batata.Host.Settings;

/// <summary>Whether a client shows a certificate, in the words of Spring's <c>server.ssl.client-auth</c>.</summary>
internal enum ClientAuth
{
    None,

    /// <summary>It is asked for one; a wrong one is refused, none is not.</summary>
    Want,
    Need,
}

/// <summary>TLS of one port, from PEM files. <c>batata.&lt;port&gt;.tls.*</c>.</summary>
internal sealed class TlsOptions
{
    /// <summary>Null: on when there is a certificate.</summary>
    public bool? Enabled { get; set; }

    /// <summary>File of the server's certificate and those between it and its root, the server's first.</summary>
    public string? Certificate { get; set; }

    /// <summary>File of the private key; null when it stands in <see cref="Certificate"/>.</summary>
    public string? Key { get; set; }

    public string? KeyPassword { get; set; }

    /// <summary>File of the roots that certificates of clients must lead to.</summary>
    public string? ClientCa { get; set; }

    public ClientAuth ClientAuth { get; set; }

    /// <summary>Clients without TLS are served on the same port. Null: as the port has it.</summary>
    public bool? PlainTextToo { get; set; }

    /// <summary>
    /// On the gRPC port it is so unless told otherwise, as in Nacos (<c>compatibility</c>). Where certificates of clients are demanded it is not: it would let everybody past.
    /// </summary>
    public bool TakesPlainText(bool isGrpc) => PlainTextToo ?? (isGrpc && ClientAuth != ClientAuth.Need);

    /// <summary>Once the rules have been applied it has a certificate, too.</summary>
    public bool IsOn() => Enabled ?? Certificate is not null;
}
