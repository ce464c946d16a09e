using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Application.Configs;

/// <summary>
/// Keeps contents of <c>cipher-</c> configs unreadable in the log, the state and the history. Clients and the md5 know nothing of it. Other configs, and
/// contents that a client encrypted itself (they have a key beside them), pass as they are. Safe for any thread.
/// </summary>
public interface IContentSeal
{
    /// <returns>What is stored, with the md5 of what was given; <c>config.key_missing</c> when this node has no key and others have.</returns>
    ValueTask<Outcome<ConfigContent>> SealAsync(ConfigKey key, ConfigContent content, CancellationToken cancellationToken);

    /// <exception cref="Abstractions.UnavailableException">This node lacks the key; the message names its id.</exception>
    ConfigContent Open(ConfigKey key, ConfigContent stored);
}
