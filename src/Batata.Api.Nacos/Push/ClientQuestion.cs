using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;

namespace Batata.Api.Nacos.Push;

/// <summary>What came of a push that somebody waits for.</summary>
/// <param name="Payload">The answer; null when none came.</param>
internal readonly record struct ClientAnswer(bool Accepted, Payload? Payload);

/// <summary>Sends one push and waits for its answer.</summary>
internal sealed class ClientQuestions(PushCodec pushes, DeadlineQueue deadlines)
{
    /// <summary>Never faults: no answer in time, or no stream, is an answer that is not accepted.</summary>
    public Task<ClientAnswer> AskAsync(ClientConnection connection, ServerPush push, TimeSpan timeout)
    {
        var requestId = pushes.NextId();
        var question = new Question(connection, requestId, pushes.Write(push, requestId));
        connection.Expect(requestId, question);
        if (!connection.TrySend(question)) question.Answered(requestId, false, null);
        else deadlines.Add(question, 0, timeout);
        return question.Task;
    }

    private sealed class Question(ClientConnection connection, long requestId, Payload payload)
        : TaskCompletionSource<ClientAnswer>(TaskCreationOptions.RunContinuationsAsynchronously), IOutgoing, IAckTarget, IDeadline
    {
        public Payload? Take() => Task.IsCompleted ? null : payload;

        public void Dropped() => Answered(requestId, false, null);

        public void Answered(long id, bool accepted, Payload? answer)
        {
            connection.Forget(id);
            TrySetResult(new ClientAnswer(accepted, answer));
        }

        public void Due(int version) => Answered(requestId, false, null);
    }
}
