using Batata.Api.Consul.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.KeyValue;

/// <summary><c>/v1/kv/{key}</c>; and <see cref="ConfigPairs"/>, which rules of tokens must judge for all keys. Protocol source: Consul <c>agent/kvs_endpoint.go</c>.</summary>
internal sealed class KeyEndpoints(KeyReads reads, KeyWrites writes, ConfigPairs configs, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul) => consul.Path("/kv/")
        .On("GET", ConsulPermission.Read(ConsulResource.Key), request => ConfigPairs.IsExport(request) ? configs.ExportAsync(request) : ServeAsync(request, reads.ServeAsync))
        .On("PUT", ConsulPermission.Write(ConsulResource.Key), request => ConfigPairs.IsImport(request) ? configs.ImportAsync(request) : ServeAsync(request, writes.PutAsync))
        .On("DELETE", ConsulPermission.Write(ConsulResource.Key), request => ServeAsync(request, writes.DeleteAsync));

    private Task ServeAsync(ConsulRequest request, Func<ConsulRequest, QueryOptions, string, Task> serve)
    {
        if ((QueryOptions.Parse(request, out var query) ?? QueryOptions.RefuseEnterprise(request)) is { } refused)
            return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        var key = request.Rest;
        if (options.Value.ValidatesKeys && KeyNames.Clean(ref key) is { } illegal)
            return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, illegal);
        return serve(request, query, key);
    }
}
