using System.Text;
using Grpc.Core;

namespace Batata.Baseline;

/// <summary>
/// The two methods of the Nacos service over raw bytes: the unary one answers the bytes of a config query without a look at the question,
/// the stream greets, takes what comes and stays open. Another unary method answers what a registration is answered. Nothing is parsed, so the
/// ratio shows all that Batata's dispatch and codec cost.
/// </summary>
[BindServiceMethod(typeof(GrpcEndpoint), nameof(Bind))]
public class GrpcEndpoint
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly Method<byte[], byte[]> Unary = new(MethodType.Unary, "Request", "request", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Empty = new(MethodType.Unary, "Request", "empty", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Stream = new(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", Bytes, Bytes);
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"resultCode":200,"errorCode":0,"success":true,"content":"CONTENT","contentType":"text","md5":"00000000000000000000000000000000","beta":false}"""
            .Replace("CONTENT", new string('x', 1024), StringComparison.Ordinal));

    private static readonly Task<byte[]> Answered = Task.FromResult(Answer);
    private static readonly Task<byte[]> Registered = Task.FromResult("""{"resultCode":200,"errorCode":0,"success":true,"type":"registerInstance"}"""u8.ToArray());
    private static readonly byte[] Greeting = """{"type":"SetupAckRequest"}"""u8.ToArray();

    public static void Bind(ServiceBinderBase binder, GrpcEndpoint? service)
    {
        binder.AddMethod(Unary, service is null ? null! : service.request);
        binder.AddMethod(Empty, service is null ? null! : service.empty);
        binder.AddMethod(Stream, service is null ? null! : service.requestBiStream);
    }

#pragma warning disable CA1822, IDE1006 // Found as virtual methods by their wire names, which begin in lower case.
    public virtual Task<byte[]> request(byte[] question, ServerCallContext context) => Answered;

    public virtual Task<byte[]> empty(byte[] question, ServerCallContext context) => Registered;

    public virtual async Task requestBiStream(IAsyncStreamReader<byte[]> questions, IServerStreamWriter<byte[]> answers, ServerCallContext context)
    {
        if (await questions.MoveNext(context.CancellationToken)) await answers.WriteAsync(Greeting, context.CancellationToken);
        while (await questions.MoveNext(context.CancellationToken))
        {
        }
    }
#pragma warning restore CA1822, IDE1006
}
