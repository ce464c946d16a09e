using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Testing.Configs;

/// <summary>Seals nothing: for tests whose configs are no secrets.</summary>
public sealed class PlainSeal : IContentSeal
{
    public ValueTask<Outcome<ConfigContent>> SealAsync(ConfigKey key, ConfigContent content, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<ConfigContent>>(content);

    public ConfigContent Open(ConfigKey key, ConfigContent stored) => stored;
}
