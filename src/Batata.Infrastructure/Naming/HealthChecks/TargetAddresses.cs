using System.Net;
using System.Net.Sockets;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// The address behind the <c>ip</c> of an instance, which may be a host name. Asking for a name blocks a thread as long as the resolver
/// likes, so a few threads of their own do that; a name that was found is kept, and used on while it cannot be asked again.
/// </summary>
#pragma warning disable CA1001 // the semaphore holds nothing that must be freed, and questions may outlive everything here
internal sealed class TargetAddresses(TimeProvider time)
#pragma warning restore CA1001
{
    private const int MaxPort = 65_535;

    /// <summary>As the resolver of the Java runtime does.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _threads = new(4, 4);

    public static ProbeOutcome NoAddress { get; } = ProbeOutcome.Failing("no address to connect to");

    /// <returns>Null when there is none.</returns>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public ValueTask<IPEndPoint?> FindAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        if (target.EndPoint is { } known) return new(known);
        if (target.CheckPort is <= 0 or > MaxPort) return default;
        if (target.Name is not null) return FindNameAsync(target, target.Name, cancellationToken);
        if (IPAddress.TryParse(target.Ip, out var address)) return new(target.EndPoint = new IPEndPoint(address, target.CheckPort));
        return Uri.CheckHostName(target.Ip) == UriHostNameType.Dns ? FindNameAsync(target, target.Name = new TargetName(), cancellationToken) : default;
    }

    private async ValueTask<IPEndPoint?> FindNameAsync(CheckTarget target, TargetName name, CancellationToken cancellationToken)
    {
        if (name.Address is null || time.GetElapsedTime(name.FoundAt) > KeptFor)
        {
            // A question may take longer than this look; the next one waits for the same answer.
            var asking = name.Asking ??= AskAsync(target.Ip);
            if (name.Address is null) await asking.WaitAsync(cancellationToken);
            if (asking.IsCompleted)
            {
                name.Asking = null;
                if (await asking is { } found) (name.Address, name.FoundAt) = (found, time.GetTimestamp());
            }
        }
        return name.Address is null ? null : new IPEndPoint(name.Address, target.CheckPort);
    }

    private async Task<IPAddress?> AskAsync(string name)
    {
        await _threads.WaitAsync(CancellationToken.None);
        try
        {
            return await Task.Factory.StartNew(
                static n => Dns.GetHostAddresses((string)n!).FirstOrDefault(), name, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (SocketException)
        {
            return null; // no such name, or nobody to ask
        }
        finally
        {
            _threads.Release();
        }
    }
}

/// <summary>What is known of a host name; for the look under way alone.</summary>
internal sealed class TargetName
{
    public IPAddress? Address { get; set; }

    public long FoundAt { get; set; }

    public Task<IPAddress?>? Asking { get; set; }
}
