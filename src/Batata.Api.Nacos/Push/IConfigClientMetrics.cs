using System.Text.Json;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>A front that can ask its connected clients for their metrics (gRPC <c>ClientConfigMetricRequest</c>). HTTP clients cannot be asked.</summary>
internal interface IConfigClientMetrics
{
    /// <summary>Adds metric key → value of all clients at this address, as far as they answer in time.</summary>
    Task CollectAsync(string ip, ConfigKey key, IDictionary<string, JsonElement> metrics, CancellationToken cancellationToken);
}
