namespace Batata.Host.Lifetime;

/// <summary>The server cannot start, for a reason that a person can act on. The message says all there is to say.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
