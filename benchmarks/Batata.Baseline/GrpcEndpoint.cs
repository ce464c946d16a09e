using System.Text;
using Grpc.Core;

namespace Batata.Baseline;

/// <summary>
/// The two methods of the Nacos service over raw bytes: the unary one answers the same bytes without a look at the question,
/// the stream takes what comes and stays open. Nothing is parsed, so the ratio shows all that Batata's dispatch and codec cost.
/// </summary>
[BindServiceMethod(typeof(GrpcEndpoint), nameof(Bind))]
public class GrpcEndpoint
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly Method<byte[], byte[]> Unary = new(MethodType.Unary, "Request", "request", Bytes, Bytes);
    private static readonly Method<byte[], byte[]> Stream = new(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", Bytes, Bytes);
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"resultCode":200,"errorCode":0,"success":true,"content":"CONTENT","contentType":"text","md5":"00000000000000000000000000000000","beta":false}"""
            .Replace("CONTENT", new string('x', 1024), StringComparison.Ordinal));

    private static readonly Task<byte[]> Answered = Task.FromResult(Answer);

    public static void Bind(ServiceBinderBase binder, GrpcEndpoint? service)
    {
        binder.AddMethod(Unary, service is null ? null! : service.request);
        binder.AddMethod(Stream, service is null ? null! : service.requestBiStream);
    }

#pragma warning disable CA1822, IDE1006 // Found as virtual methods by their wire names, which begin in lower case.
    public virtual Task<byte[]> request(byte[] question, ServerCallContext context) => Answered;

    public virtual async Task requestBiStream(IAsyncStreamReader<byte[]> questions, IServerStreamWriter<byte[]> answers, ServerCallContext context)
    {
        while (await questions.MoveNext(context.CancellationToken))
        {
        }
    }
#pragma warning restore CA1822, IDE1006
}
