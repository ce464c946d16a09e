using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Snapshots;

/// <summary><c>/v1/snapshot</c>: all of Consul's state out and in. Nothing of a restore is done before its archive is whole. Protocol source: Consul <c>agent/snapshot_endpoint.go</c>.</summary>
internal sealed partial class SnapshotEndpoints(
    IConsulSnapshots snapshots, IReadBarrier barrier, LeaderContacts contacts, IClusterNodes nodes, IOptions<ConsulOptions> options, TimeProvider time, ILogger<SnapshotEndpoints> logger)
    : IConsulEndpoints
{
    /// <summary>Text of keys may shrink to a tenth; more than this is made to fill the disk.</summary>
    private const int MostTimesLarger = 32;

    private readonly ConsulOptions _options = options.Value;

    public void Map(ConsulRouteBuilder consul) => consul.Path("/snapshot")
        .On("GET", ConsulPermission.Write(ConsulResource.Acl), SaveAsync)
        .On("PUT", ConsulPermission.Write(ConsulResource.Acl), RestoreAsync);

    private async Task SaveAsync(ConsulRequest request)
    {
        if (await RefuseDatacenterAsync(request)) return;
        if (!request.Query.Has("stale")) await barrier.WaitAsync(request.Aborted);
        var contact = contacts.Now();
        await using var dump = await snapshots.TakeAsync(request.Aborted);
        var response = request.Http.Response;
        response.ContentType = "application/x-gzip";
        ConsulHeaders.WriteRead(response.Headers, dump.Index, contact, null);
        await SnapshotArchive.WriteAsync(dump, nodes.Self.Name.RaftAddress, time.GetUtcNow(), response.Body, request.Aborted);
    }

    private async Task RestoreAsync(ConsulRequest request)
    {
        if (await RefuseDatacenterAsync(request)) return;
        if (request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = _options.MaxSnapshotBytes;
        await using var archive = snapshots.OpenScratch();
        await request.Http.Request.Body.CopyToAsync(archive, request.Aborted);
        archive.Position = 0;
        await using var state = snapshots.OpenScratch();
        var refused = await SnapshotArchive.ReadAsync(archive, state, _options.MaxSnapshotBytes * MostTimesLarger, request.Aborted);
        if (refused is null)
        {
            state.Position = 0;
            var restored = await snapshots.RestoreAsync(state, request.Aborted);
            if (restored.Ok)
            {
                LogRestored(archive.Length);
                await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
                return;
            }
            refused = restored.Failure.Code == SnapshotFailures.RefusedCode ? $"failed to restore snapshot: {restored.Failure.Message}" : ConsulFailures.TextOf(restored.Failure);
        }
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, refused);
    }

    private async Task<bool> RefuseDatacenterAsync(ConsulRequest request)
    {
        var datacenter = QueryOptions.DatacenterOf(request);
        if (datacenter.Length == 0 || datacenter == _options.Datacenter) return false;
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
        return true;
    }

    [LoggerMessage(EventId = 3121, Level = LogLevel.Warning, Message = "Consul's state was replaced by a snapshot of {Bytes} bytes")]
    private partial void LogRestored(long bytes);
}
