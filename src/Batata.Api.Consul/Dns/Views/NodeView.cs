using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>A node as questions need it, worked out once.</summary>
internal sealed class NodeView
{
    private readonly CatalogAddress[] _addresses;

    public NodeView(CatalogNode node)
    {
        Name = node.Name;
        HasPlainName = node.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
        Texts = [.. (node.Meta ?? new Dictionary<string, string>()).Select(static pair => NodeText.Write(pair.Key, pair.Value))];
        Plain = CatalogAddress.Of(node.Address);
        _addresses = AddressChoice.Of(node);
    }

    /// <summary>As it was registered.</summary>
    public string Name { get; }

    /// <summary>Nothing but letters, digits and hyphens: others are not told as name servers.</summary>
    public bool HasPlainName { get; }

    /// <summary>Its metadata, as the data of TXT records.</summary>
    public byte[][] Texts { get; }

    /// <summary>Whatever is tagged.</summary>
    public CatalogAddress Plain { get; }

    public CatalogAddress Address(Family family) => _addresses[(int)family];
}
