namespace Batata.Api.Consul.Catalog;

/// <summary>Ids of nodes are UUIDs. Protocol source: hashicorp/go-uuid <c>ParseUUID</c>.</summary>
internal static class NodeIds
{
    private const int Length = 36;

    /// <returns>What is wrong; null when nothing is, and for none at all.</returns>
    public static string? Problem(string id)
    {
        if (id.Length == 0) return null;
        if (id.Length != Length) return "uuid string is wrong length";
        if (id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-') return "uuid is improperly formatted";
        for (var i = 0; i < id.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 || char.IsAsciiHexDigit(id[i])) continue;
            return FormattableString.Invariant($"encoding/hex: invalid byte: U+{(int)id[i]:X4} '{id[i]}'");
        }
        return null;
    }
}
