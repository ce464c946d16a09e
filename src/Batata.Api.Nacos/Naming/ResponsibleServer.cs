using System.Globalization;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>Which node looks after an address: the one that heard of it first, or took it over. Protocol source: Nacos 3.1 <c>ClientServiceImpl.getResponsibleServer4Client</c>.</summary>
internal sealed class ResponsibleServer(INamingQueries queries, LocalAddress address, IOptions<NacosOptions> options)
{
    public Task AnswerAsync(NacosRequest request)
    {
        var other = int.TryParse(request.Text("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? queries.NodeOf(request.Text("ip"), port) : null;
        return Answers.SuccessAsync(request.Http, other ?? $"{address.Value}:{options.Value.MainPort}", static (json, server) =>
        {
            json.WriteStartObject();
            json.WriteString("responsibleServer"u8, server);
            json.WriteEndObject();
        });
    }
}
