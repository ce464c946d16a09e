namespace Batata.Host.Tests.Settings;

/// <summary>A folder for settings files, gone with the test.</summary>
internal sealed class ConfFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("batata-conf-").FullName;

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
