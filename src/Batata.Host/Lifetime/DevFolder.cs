namespace Batata.Host.Lifetime;

/// <summary>The data folder of <c>--dev</c>: new for each start, gone with the process however it ends short of a kill.</summary>
internal sealed class DevFolder : IDisposable
{
    public DevFolder()
    {
        Path = Directory.CreateTempSubdirectory("batata-dev-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public string Path { get; }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Delete();
    }

    // The second SIGINT ends the process without unwinding Main.
    private void OnExit(object? sender, EventArgs e) => Delete();

    private void Delete()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
