using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Configs;

/// <param name="DataId">Name of the copy; blank for the same.</param>
/// <param name="Group">Likewise.</param>
public sealed record ConfigToClone(long Id, string? DataId, string? Group);

/// <summary>
/// Copies configs into a namespace, perhaps under other names. Content, type, application and description are copied, the rest is not. Ids that are
/// not there are passed over. Protocol source: Nacos 3.1 <c>ConfigControllerV3.cloneConfig</c>.
/// </summary>
public sealed record CloneConfigs(string NamespaceId, IReadOnlyList<ConfigToClone> Items, ImportPolicy Policy, ConfigAuthor Author) : IRequest<Outcome<ImportReport>>;

internal sealed class CloneConfigsHandler(IConfigQueries queries, IMediator mediator) : IRequestHandler<CloneConfigs, Outcome<ImportReport>>
{
    public async Task<Outcome<ImportReport>> Handle(CloneConfigs request, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<long, ConfigToClone>();
        foreach (var item in request.Items) wanted[item.Id] = item;
        var copies = new List<ImportedConfig>();
        foreach (var (id, key) in await queries.FindKeysAsync([.. wanted.Keys], cancellationToken))
        {
            if (await queries.FindAsync(key, cancellationToken) is not { Version: var version } || version.Id != id) continue;
            var (item, about) = (wanted[id], version.Description);
            copies.Add(new ImportedConfig(
                string.IsNullOrWhiteSpace(item.DataId) ? key.DataId : item.DataId,
                string.IsNullOrWhiteSpace(item.Group) ? key.Group : item.Group,
                version.Content.Text, version.Content.EncryptedDataKey, about.AppName, about.Type, about.Desc, Tags: null));
        }
        return await mediator.Send(new ImportConfigs(request.NamespaceId, copies, request.Policy, request.Author), cancellationToken);
    }
}
