using Batata.Api.Nacos.Http;
using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>Reads that several generations of the API answer alike.</summary>
internal sealed class NamespaceReads(INamespaceQueries queries)
{
    public async Task<IReadOnlyList<NamespaceJson>> AllAsync(NacosRequest request) =>
        [.. (await queries.ListAsync(request.Aborted)).Select(NamespaceJson.Of)];

    /// <summary>Null when nobody made it.</summary>
    public async Task<NamespaceJson?> FindAsync(NacosRequest request, string id) =>
        await queries.FindAsync(NamespaceId.Normalize(id), request.Aborted) is { } found ? NamespaceJson.Of(found) with { Namespace = id } : null;

    /// <summary>Whether somebody made it; nobody made <c>public</c>.</summary>
    public async Task<bool> IsMadeAsync(NacosRequest request, string id) =>
        id != NamespaceId.Public && !string.IsNullOrWhiteSpace(id) && await queries.ExistsAsync(id, request.Aborted);

    /// <summary>The list of v2 and v3.</summary>
    public async Task ListAsync(NacosRequest request) =>
        await Answers.SuccessAsync(request.Http, await AllAsync(request), NamespaceJsonContext.Default.IReadOnlyListNamespaceJson);

    /// <summary>One namespace in v2 and v3.</summary>
    public async Task GetAsync(NacosRequest request)
    {
        var id = request.Text(NamespaceForm.Id);
        await (await FindAsync(request, id) is { } found
            ? Answers.SuccessAsync(request.Http, found, NamespaceJsonContext.Default.NamespaceJson)
            : request.Errors.RefusedAsync(request.Http, NamespaceFailures.NotFound(id)));
    }
}
