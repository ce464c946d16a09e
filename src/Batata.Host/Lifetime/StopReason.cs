namespace Batata.Host.Lifetime;

/// <summary>Remembers why the server ends by itself, for the exit code.</summary>
internal sealed class StopReason
{
    private Exception? _failure;

    public Exception? Failure => Volatile.Read(ref _failure);

    public void Failed(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);
}
