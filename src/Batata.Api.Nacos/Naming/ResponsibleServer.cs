using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>Which node looks after an address: there is one. Protocol source: Nacos 3.1 <c>ClientServiceImpl.getResponsibleServer4Client</c>.</summary>
internal sealed class ResponsibleServer(LocalAddress address, IOptions<NacosOptions> options)
{
    public Task AnswerAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, $"{address.Value}:{options.Value.MainPort}", static (json, server) =>
    {
        json.WriteStartObject();
        json.WriteString("responsibleServer"u8, server);
        json.WriteEndObject();
    });
}
