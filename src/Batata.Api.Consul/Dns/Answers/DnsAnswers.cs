using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Recursion;
using Batata.Api.Consul.Dns.Wire;
using Batata.Api.Consul.Reads;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Answers;

/// <summary>An answer to a question: one of ours, cut to size, or what another name server said.</summary>
/// <param name="Forwarded">A whole packet.</param>
internal readonly record struct DnsAnswer(Reply? Reply, byte[]? Forwarded);

/// <summary>Answers questions: by the domain of the name, then by the type. Never throws. Protocol source: Consul <c>handleQuery</c>, miekg/dns <c>ServeMux</c>.</summary>
internal sealed partial class DnsAnswers(
    CatalogAnswers catalog, ZoneAnswers zone, ReverseAnswers reverse, Recursors recursors, LeaderContacts contacts, IReadBarrier barrier, INodeState node,
    IOptions<ConsulDnsOptions> options, ILogger<DnsAnswers> logger)
{
    /// <summary>CNAMEs that are followed within the domain.</summary>
    private const int MostAliases = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConsulDnsOptions _options = options.Value;

    /// <summary>Nothing that a node has is as old as Consul's default of ten years allows.</summary>
    private readonly bool _looksAtAge = options.Value.MaxStaleMs < (long)TimeSpan.FromDays(365).TotalMilliseconds;

    /// <param name="packet">The question as it came, to be passed on. Not looked at after the first wait but by a copy.</param>
    public ValueTask<DnsAnswer> AnswerAsync(Question question, ReadOnlyMemory<byte> packet, bool overTcp, CancellationToken cancellationToken)
    {
        var isReverse = Domains.IsReverse(question.Name);
        // Who is asked for keys of a zone is the zone above, as for every name server.
        var isOurs = (isReverse || catalog.Domains.Has(question.Name)) && !(question.Type == RecordType.Ds && recursors.Any);
        if (!isOurs) return recursors.Any ? ForwardAsync(question, packet.ToArray(), overTcp, cancellationToken) : new(new DnsAnswer(new Reply(question) { Code = ReturnCode.Refused }, null));
        return GuardAsync(question, isReverse, packet, overTcp, cancellationToken);
    }

    private async ValueTask<DnsAnswer> GuardAsync(Question question, bool isReverse, ReadOnlyMemory<byte> packet, bool overTcp, CancellationToken cancellationToken)
    {
        var forwardable = isReverse && recursors.Any ? packet.ToArray() : null;
        try
        {
            if (node.NotServingReason is not null) return Failure(question, isAuthoritative: true);
            if (!_options.AllowStale || (_looksAtAge && contacts.Now().AgoMs > _options.MaxStaleMs)) await CatchUpAsync(cancellationToken);
            return isReverse
                ? await ReverseAsync(question, forwardable, overTcp, cancellationToken)
                : new DnsAnswer(await OursAsync(question, overTcp, cancellationToken), null);
        }
        catch (UnavailableException)
        {
            return Failure(question, isAuthoritative: true);
        }
#pragma warning disable CA1031 // The one place of this front that turns exceptions into SERVFAIL.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogUnexpected(e, question.Type);
            return Failure(question, isAuthoritative: true);
        }
    }

    private async ValueTask<Reply> OursAsync(Question question, bool overTcp, CancellationToken cancellationToken)
    {
        var reply = NewReply(question);
        switch (question.Type)
        {
            case RecordType.Soa:
                var servers = await zone.ServersAsync(question.Name, MostAliases, cancellationToken);
                (reply.Answers, reply.Authority, reply.Additional) = ([zone.Zone(question.Name)], servers.Answers, servers.Additional);
                return reply;
            case RecordType.Ns:
                servers = await zone.ServersAsync(question.Name, MostAliases, cancellationToken);
                (reply.Answers, reply.Additional) = (servers.Answers, servers.Additional);
                return reply;
            case RecordType.Axfr:
                reply.Code = ReturnCode.NotImplemented;
                return reply;
        }
        var lookup = new Lookup(question.Name, question.Type, question.Edns is not null, MostAliases, ReplySize.AnswersWanted(question, overTcp, _options));
        var found = await catalog.AnswerAsync(lookup, cancellationToken);
        (reply.Answers, reply.Additional) = (found.Answers, found.Additional);
        reply.Code = found.Outcome switch
        {
            Outcome.NoName => ReturnCode.NxDomain,
            Outcome.Failed => ReturnCode.ServerFailure,
            _ => ReturnCode.NoError,
        };
        if (found.Outcome is Outcome.NoName or Outcome.NoData) reply.Authority.Add(zone.Zone(question.Name));
        return reply;
    }

    private async ValueTask<DnsAnswer> ReverseAsync(Question question, byte[]? forwardable, bool overTcp, CancellationToken cancellationToken)
    {
        var record = await reverse.AnswerAsync(question.Name);
        if (record is null && forwardable is not null) return await ForwardAsync(question, forwardable, overTcp, cancellationToken);
        var reply = NewReply(question);
        if (record is null) reply.Code = ReturnCode.NxDomain;
        else reply.Answers.Add(record);
        if (question.Type == RecordType.Soa) reply.Authority.Add(zone.Zone(question.Name));
        if (record is null) reply.Authority.Add(zone.Zone(question.Name)); // beside the one that was asked for, as in Consul
        return new DnsAnswer(reply, null);
    }

    private async ValueTask<DnsAnswer> ForwardAsync(Question question, byte[] packet, bool overTcp, CancellationToken cancellationToken) =>
        await recursors.ForwardAsync(packet, overTcp, cancellationToken) is { } forwarded ? new DnsAnswer(null, forwarded) : Failure(question, isAuthoritative: false);

    private async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await barrier.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("the leader does not answer");
        }
    }

    private Reply NewReply(Question question) => new(question) { IsAuthoritative = true, OffersRecursion = recursors.Any, HasEdns = question.Edns is not null };

    private DnsAnswer Failure(Question question, bool isAuthoritative) => new(
        new Reply(question) { Code = ReturnCode.ServerFailure, IsAuthoritative = isAuthoritative, OffersRecursion = recursors.Any, HasEdns = question.Edns is not null }, null);

    [LoggerMessage(EventId = 3711, Level = LogLevel.Error, Message = "A question for {Type} could not be answered")]
    private partial void LogUnexpected(Exception exception, RecordType type);
}
