using System.Security.Cryptography;
using System.Text;
using Batata.Application.Identity;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// The header by which a server of the owner's own shows itself. There is none unless the owner chose both its name and its value; a <c>User-Agent</c> opens
/// nothing. Protocol source: Nacos 3.1 <c>ServerIdentityChecker</c>.
/// </summary>
internal sealed class ServerIdentity(IdentityOptions options)
{
    private readonly string? _name = string.IsNullOrWhiteSpace(options.ServerIdentityValue) ? null : options.ServerIdentityKey;
    private readonly byte[] _value = Encoding.UTF8.GetBytes(options.ServerIdentityValue ?? "");

    /// <summary>How long it takes tells nothing about where they differ.</summary>
    public bool Matches(IHeaderDictionary headers) =>
        !string.IsNullOrWhiteSpace(_name) && headers.TryGetValue(_name, out var said) && said.Count == 1 && said[0] is { Length: > 0 } text
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _value);
}
