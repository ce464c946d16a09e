using System.Net.Sockets;
using Batata.Infrastructure.Cluster.Administration;

namespace Batata.Host.Listeners;

/// <summary>
/// The socket in the data folder through which operators of this machine reach the node. It is bound before the folder is known to be this process's
/// own, so under a name of its own at first: another process may be serving under the real one.
/// </summary>
internal sealed class AdminSocket : IHostedService, IDisposable
{
    private readonly string _path;

    private AdminSocket(Socket socket, string bound, string path) => (Socket, BoundPath, _path) = (socket, bound, path);

    public Socket Socket { get; }

    public string BoundPath { get; }

    /// <returns>Null when there can be none: the node then is reached through its ports alone.</returns>
    public static AdminSocket? TryBind(string dataPath, out string? problem)
    {
        problem = null;
        if (OperatingSystem.IsWindows()) return null; // whose files do not say who may connect
        var folder = Path.GetFullPath(dataPath);
        var bound = Path.Combine(folder, $"admin-{Guid.NewGuid():N}"[..14] + ".sock");
        Socket? socket = null;
        try
        {
            Directory.CreateDirectory(folder);
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(bound));
            File.SetUnixFileMode(bound, UnixFileMode.UserRead | UnixFileMode.UserWrite); // before it listens: until then nobody gets in
            return new AdminSocket(socket, bound, Path.Combine(folder, AdminPort.SocketName));
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket?.Dispose();
            problem = $"batata cluster commands cannot reach this node through its data folder: {bound}: {e.Message}";
            return null;
        }
    }

    /// <summary>After the log: whoever started that holds the folder.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        File.Move(BoundPath, _path, overwrite: true);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(_path);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Socket.Dispose();
        if (Directory.Exists(Path.GetDirectoryName(BoundPath))) File.Delete(BoundPath);
    }
}

internal static class AdminSocketServices
{
    /// <summary>Behind the log in the order of the start.</summary>
    public static IServiceCollection AddAdminSocket(this IServiceCollection services, AdminSocket? admin) =>
        admin is null ? services : services.AddSingleton<IHostedService>(admin);
}
