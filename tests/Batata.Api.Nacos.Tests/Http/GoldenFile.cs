using System.Runtime.CompilerServices;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>What is expected, in a file of <c>Golden/</c>. <c>BATATA_GOLDEN=write</c> writes it anew; read the difference before you commit it.</summary>
internal static class GoldenFile
{
    public static IEnumerable<string> Named(string pattern) => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), pattern).Select(file => Path.GetFileName(file)).Order();

    public static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", name));

    public static async Task CompareAsync(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("BATATA_GOLDEN") == "write") await File.WriteAllTextAsync(Path.Combine(SourceFolder(), name), actual);
        else Assert.Equal(await ReadAsync(name), actual);
    }

    private static string SourceFolder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "Golden");
}
