using Batata.Host.Settings;
using Batata.Host.Settings.Catalogue;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Settings;

public sealed class ReferenceTests
{
    private const string WriteVariable = "BATATA_WRITE_REFERENCE";

    [Fact]
    public void ConfFile_IsWhatTheCatalogueSays() => Check("conf/application.yml", ReferenceText.ConfFile());

    [Fact]
    public void Document_IsWhatTheCatalogueSays() => Check("docs/configuration.md", ReferenceText.Document());

    [Fact]
    public void ConfFile_AsShipped_ChangesNothing()
    {
        var loaded = Load.With(conf: Path.Combine(NodeProgram.RepositoryRoot, "conf", "application.yml"));

        Assert.Empty(loaded.Problems);
        Assert.DoesNotContain(loaded.Warnings, static warning => warning.StartsWith("Unknown", StringComparison.Ordinal));
        var defaults = new BatataOptions();
        foreach (var setting in new SettingCatalogue().Settings.Where(static setting => setting.Key != "batata.grpc.port"))
            Assert.Equal(setting.Read(defaults), setting.Read(loaded.Options));
    }

    /// <summary>With every comment sign taken away the file says the same; only what has no default differs, and MySQL is refused.</summary>
    [Fact]
    public void ConfFile_WithEveryLineInForce_IsLegal()
    {
        using var folder = new ConfFolder();
        var lines = ReferenceText.ConfFile().Split('\n').Select(static line => IsSetting(line) ? line[2..] : line);
        var key = Convert.ToBase64String(new byte[32]);
        folder.Write("config-keys", $"k1:{key}");
        folder.Write("consul.json", "{}");
        folder.Write("application.yml", string.Join('\n', lines)
            .Replace("what openssl rand -base64 32 prints", key)
            .Replace("/etc/batata/config-keys", Path.Combine(folder.Path, "config-keys"))
            .Replace("/etc/batata/consul.json", Path.Combine(folder.Path, "consul.json")));

        var loaded = Load.With(conf: folder.Path);

        Assert.StartsWith("db.url", Assert.Single(loaded.Problems), StringComparison.Ordinal);
        var defaults = new BatataOptions();
        foreach (var setting in new SettingCatalogue().Settings.Where(static setting => setting.DefaultText is null))
            Assert.Equal(setting.Read(defaults), setting.Read(loaded.Options));
    }

    private static bool IsSetting(string line) =>
        new SettingCatalogue().Settings.Any(setting => line.StartsWith($"# {(setting.IsPattern ? setting.Prefix : setting.Key + ":")}", StringComparison.Ordinal));

    private static void Check(string path, string expected)
    {
        var file = Path.Combine(NodeProgram.RepositoryRoot, path);
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 }) File.WriteAllText(file, expected);
        Assert.True(File.ReadAllText(file) == expected, $"{path} is not what the catalogue says; {WriteVariable}=1 writes it anew.");
    }
}
