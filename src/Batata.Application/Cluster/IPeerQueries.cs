using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Batata.Application.Cluster;

/// <summary>What each node alone knows, asked of all the others at once: subscribers, listeners, connections. For operators, not for hot paths.</summary>
public interface IPeerQueries
{
    /// <summary>Waits for each of them two seconds at most, as Nacos does; one that is cut off, or of a release without the topic, is left out.</summary>
    Task<PeerAnswers<TAnswer>> AskAllAsync<TQuestion, TAnswer>(PeerTopic<TQuestion, TAnswer> topic, TQuestion question, CancellationToken cancellationToken);
}

/// <param name="All">In no order.</param>
/// <param name="Missing">Those that did not answer.</param>
public sealed record PeerAnswers<TAnswer>(IReadOnlyList<TAnswer> All, IReadOnlyList<ClusterMember> Missing);

/// <summary>Something to ask. Nodes of two releases ask each other during an upgrade, so members are only added to both types.</summary>
/// <param name="Name">The same for good.</param>
public sealed record PeerTopic<TQuestion, TAnswer>(string Name, JsonTypeInfo<TQuestion> Question, JsonTypeInfo<TAnswer> Answer);

/// <summary>Answers a topic on this node. Register one for each; see <see cref="PeerAnswerer{TQuestion, TAnswer}"/>.</summary>
public interface IPeerAnswerer
{
    string Topic { get; }

    /// <exception cref="JsonException">It is no such question.</exception>
    byte[] Answer(ReadOnlySpan<byte> question);
}

/// <param name="answer">From memory; waits for nothing.</param>
public sealed class PeerAnswerer<TQuestion, TAnswer>(PeerTopic<TQuestion, TAnswer> topic, Func<TQuestion, TAnswer> answer) : IPeerAnswerer
{
    public string Topic => topic.Name;

    public byte[] Answer(ReadOnlySpan<byte> question) => JsonSerializer.SerializeToUtf8Bytes(
        answer(JsonSerializer.Deserialize(question, topic.Question) ?? throw new JsonException("The question is null.")), topic.Answer);
}

/// <summary>Of a node alone.</summary>
public sealed class NobodyToAsk : IPeerQueries
{
    public Task<PeerAnswers<TAnswer>> AskAllAsync<TQuestion, TAnswer>(PeerTopic<TQuestion, TAnswer> topic, TQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(new PeerAnswers<TAnswer>([], []));
}
