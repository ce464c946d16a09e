namespace Batata.Host.Tests.Settings;

public sealed class ConfFileTests
{
    [Fact]
    public void BrokenYaml_NamesFileAndLine()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("application.yml", "nacos:\n  server: [1, 2\n");

        Assert.StartsWith($"{file}:3", Assert.Single(Load.With(folder.Path).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatedYamlKey_NamesFileAndLine()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("application.yml", "a: 1\nb: 2\na: 3\n");

        Assert.StartsWith($"{file}:3", Assert.Single(Load.With(folder.Path).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- 1\n- 2\n")]
    [InlineData("just text\n")]
    public void Yaml_ThatIsNoMap_NamesFileAndLine(string text)
    {
        using var folder = new ConfFolder();
        var file = folder.Write("application.yml", text);

        Assert.StartsWith($"{file}:1", Assert.Single(Load.With(folder.Path).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenEscape_InProperties_NamesFileAndLine()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("application.properties", "# first\nserver.tomcat.basedir=C:\\users\n");

        Assert.StartsWith($"{file}:2", Assert.Single(Load.With(folder.Path).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.yml")]
    [InlineData("missing/application.properties")]
    public void MissingFile_ThatWasAskedFor_IsRefused(string name)
    {
        using var folder = new ConfFolder();
        var file = Path.Combine(folder.Path, name);

        Assert.Equal($"{file}: there is no such file", Assert.Single(Load.With(file).Problems));
    }

    [Fact]
    public void EmptyFolder_ThatWasAskedFor_IsRefused()
    {
        using var folder = new ConfFolder();

        Assert.StartsWith(folder.Path, Assert.Single(Load.With(folder.Path).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n...\n---\n")]
    public void EmptyYaml_SaysNothing(string text)
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", text);

        Assert.Empty(Load.With(folder.Path).Problems);
    }

    [Fact]
    public void Yaml_Anchors_Lists_And_DottedKeys_AreFlattened()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("x.yaml", "x: &b { port: 1001 }\nnacos.server:\n  main: *b\n  contextPath: '/y'\ndb:\n  url:\n    - jdbc:mysql://one\n");

        var loaded = Load.With(file);

        Assert.Empty(loaded.Problems);
        Assert.Equal((1001, "/y"), (loaded.Options.Nacos.MainPort, loaded.Options.Nacos.ContextPath));
        Assert.Contains(loaded.Warnings, static warning => warning.StartsWith("db.url.0 (", StringComparison.Ordinal));
    }

    [Fact]
    public void YamlNull_IsNotSet()
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "nacos.server.main.port:\nnacos.server.context-path: ~\nbatata.grpc.port: null\n");

        var loaded = Load.With(folder.Path);

        Assert.Empty(loaded.Problems);
        Assert.Equal((8848, 9848, "/nacos"), (loaded.Options.Nacos.MainPort, loaded.Options.Server.GrpcPort, loaded.Options.Nacos.ContextPath));
    }

    /// <summary>The lines in force of the file that Nacos 3 ships. Source: alibaba/nacos distribution/conf/application.properties.</summary>
    [Fact]
    public void PropertiesFile_OfNacos3_IsTakenAsItIs()
    {
        using var folder = new ConfFolder();
        folder.Write("application.properties", NacosFiles.Nacos3);

        var loaded = Load.With(folder.Path);

        Assert.Empty(loaded.Problems);
        Assert.Equal("Authorization is off", Assert.Single(loaded.Warnings)[..20]);
        Assert.Equal((8848, 8080, "/nacos"), (loaded.Options.Nacos.MainPort, loaded.Options.Server.ConsolePort, loaded.Options.Nacos.ContextPath));
    }

    [Fact]
    public void PropertiesFile_OfTheImage_IsTakenAsItIs()
    {
        using var folder = new ConfFolder();
        folder.Write("application.properties", NacosFiles.Image);

        var loaded = Load.With(folder.Path, ["NACOS_APPLICATION_PORT=1001", "NACOS_AUTH_ENABLE=false"]);

        Assert.Empty(loaded.Problems);
        Assert.False(loaded.Options.Server.LoopbackOnly);
        Assert.Equal((1001, "/nacos", 18_000), (loaded.Options.Nacos.MainPort, loaded.Options.Nacos.ContextPath, loaded.Options.Auth.TokenSeconds));
    }

    [Fact]
    public void PropertiesFile_OfTheImage_WithMySql_IsRefused()
    {
        using var folder = new ConfFolder();
        folder.Write("application.properties", NacosFiles.Image);

        var loaded = Load.With(folder.Path, ["SPRING_DATASOURCE_PLATFORM=mysql", "MYSQL_SERVICE_HOST=db"]);

        Assert.StartsWith("spring.datasource.platform: ", Assert.Single(loaded.Problems), StringComparison.Ordinal);
    }
}
