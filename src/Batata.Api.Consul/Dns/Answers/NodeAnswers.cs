using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>The address of a node, and its metadata. Protocol source: Consul <c>handleNodeQuery</c>, <c>makeRecordFromNode</c>.</summary>
internal sealed class NodeAnswers(ConsulDnsOptions options, AliasAnswers aliases)
{
    private readonly uint _ttl = (uint)options.NodeTtlSeconds;

    public static bool Has(RecordType type) => type is RecordType.A or RecordType.Aaaa or RecordType.Txt or RecordType.Any;

    public async ValueTask<Found> AnswerAsync(Lookup lookup, NodeView node, CancellationToken cancellationToken)
    {
        var found = new Found(Outcome.Found);
        if (lookup.Type != RecordType.Txt) found.Answers.AddRange(await AddressAsync(lookup.Name, lookup.Type, node, lookup.Depth, cancellationToken));
        var isAsked = lookup.Type is RecordType.Txt or RecordType.Any;
        if (isAsked || options.EnableAdditionalNodeMetaTxt)
            (isAsked ? found.Answers : found.Additional).AddRange(node.Texts.Select(text => new TextRecord(lookup.Name, _ttl, text)));
        return found;
    }

    /// <summary>None when it is of the other family.</summary>
    public async ValueTask<IReadOnlyList<AnswerRecord>> AddressAsync(WireName name, RecordType type, NodeView node, int depth, CancellationToken cancellationToken)
    {
        if (node.Address(ServiceAnswers.FamilyOf(type)).Ip is { } address)
            return ServiceAnswers.Shows(type, address) ? [new AddressRecord(name, _ttl, address)] : [];
        if (!WireName.TryParse(node.Plain.Text, out var target)) return [];
        return [new NameRecord(name, RecordType.CName, _ttl, target), .. await aliases.FollowAsync(target, depth, cancellationToken)];
    }
}
