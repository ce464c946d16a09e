using Batata.Domain.Configs;

namespace Batata.Application.Configs;

/// <summary>A config was published or removed, formally or gray, and is committed.</summary>
/// <param name="After">What is served from now on; null when neither a formal nor a gray version is left.</param>
public sealed record ConfigChanged(ConfigKey Key, ServedConfig? After);
