using System.Text.Json;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Peers;

internal sealed partial class PeerQueries(IMembers members, PeerClients peers, TimeProvider time, ILogger<PeerQueries> logger) : IPeerQueries
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<PeerAnswers<TAnswer>> AskAllAsync<TQuestion, TAnswer>(
        PeerTopic<TQuestion, TAnswer> topic, TQuestion question, CancellationToken cancellationToken)
    {
        var others = members.Current.Others;
        if (others.Count == 0) return new PeerAnswers<TAnswer>([], []);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var asked = new PeerQuestion { Topic = topic.Name, Json = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(question, topic.Question)) };
        var answers = await Task.WhenAll(others.Select(other => AskAsync(other, asked, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        var (all, missing) = (new List<TAnswer>(others.Count), new List<ClusterMember>());
        foreach (var (other, answer) in others.Zip(answers))
        {
            if (answer is { HasJson: true } && Read(answer, topic, other) is { } read) all.Add(read);
            else missing.Add(other);
        }
        return new PeerAnswers<TAnswer>(all, missing);
    }

    private async Task<PeerAnswer?> AskAsync(ClusterMember other, PeerQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            return await peers.QueriesOf(other).AskAsync(question, cancellationToken: cancellationToken);
        }
        catch (RpcException e)
        {
            LogUnanswered(other.Address, question.Topic, e.StatusCode);
            return null;
        }
    }

    private TAnswer? Read<TQuestion, TAnswer>(PeerAnswer answer, PeerTopic<TQuestion, TAnswer> topic, ClusterMember other)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Json.Span, topic.Answer);
        }
        catch (JsonException e)
        {
            LogUnreadable(e, other.Address, topic.Name);
            return default;
        }
    }

    [LoggerMessage(EventId = 1331, Level = LogLevel.Debug, Message = "{Member} did not answer {Topic}: {Status}")]
    private partial void LogUnanswered(string member, string topic, StatusCode status);

    [LoggerMessage(EventId = 1332, Level = LogLevel.Warning, Message = "What {Member} answered to {Topic} cannot be read")]
    private partial void LogUnreadable(Exception exception, string member, string topic);
}
