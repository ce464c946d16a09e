using Batata.Application.Agents;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Agents;

internal sealed class LocalAgent(IOptions<ClusterOptions> options) : ILocalAgent
{
    public string Node { get; } = NodeService.NameOf(options.Value);
}
