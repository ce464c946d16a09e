using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Recursion;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>What a CNAME leads to: a name of the domain is looked up like a question for ANY, others are asked of the recursors. Protocol source: Consul <c>resolveCNAME</c>.</summary>
internal sealed class AliasAnswers(Domains domains, Recursors recursors)
{
    private const int MostAnswers = 4_096;

    /// <summary>Looks up names of the domain.</summary>
    public required Func<Lookup, CancellationToken, ValueTask<Found>> Look { get; init; }

    /// <param name="depth">Below 1 nothing of the domain is looked up any more: it may be a circle.</param>
    public async ValueTask<IReadOnlyList<AnswerRecord>> FollowAsync(WireName target, int depth, CancellationToken cancellationToken)
    {
        if (domains.HasBelow(target))
            return depth < 1 ? [] : (await Look(new Lookup(target, RecordType.Any, HasEdns: false, depth - 1, MostAnswers), cancellationToken)).Answers;
        return recursors.Any ? await recursors.ResolveAsync(target, cancellationToken) : [];
    }
}
