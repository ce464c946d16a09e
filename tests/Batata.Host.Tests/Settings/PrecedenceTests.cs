namespace Batata.Host.Tests.Settings;

public sealed class PrecedenceTests
{
    [Fact]
    public void NothingSaid_GivesDefaults()
    {
        var loaded = Load.With();

        Assert.Empty(loaded.Problems);
        Assert.Equal((8848, 9848, 7848), (loaded.Options.Nacos.MainPort, loaded.Options.Server.GrpcPort, loaded.Options.Cluster.RaftPort));
        Assert.Equal("data", loaded.Options.Cluster.DataPath);
    }

    [Theory]
    [InlineData(1001, null, null, null)]
    [InlineData(1002, "1002", null, null)]
    [InlineData(1003, "1002", "NACOS_SERVER_MAIN_PORT=1003", null)]
    [InlineData(1003, null, "NACOS_SERVER_MAIN_PORT=1003", null)]
    [InlineData(1004, "1002", "NACOS_SERVER_MAIN_PORT=1003", "--nacos.server.main.port=1004")]
    [InlineData(1004, null, null, "--nacos.server.main.port=1004")]
    public void LaterSource_Wins(int expected, string? properties, string? variable, string? argument)
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "nacos:\n  server:\n    main:\n      port: 1001\n");
        if (properties is not null) folder.Write("application.properties", $"nacos.server.main.port={properties}");

        var loaded = Load.With(folder.Path, variable is null ? [] : [variable], argument is null ? [] : [argument]);

        Assert.Empty(loaded.Problems);
        Assert.Equal(expected, loaded.Options.Nacos.MainPort);
    }

    /// <summary>An older name in a later source still wins over the newer name in an earlier one.</summary>
    [Fact]
    public void Alias_InLaterSource_WinsOverKey()
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "nacos.server.main.port: 1001");
        folder.Write("application.properties", "server.port=1002");

        Assert.Equal(1002, Load.With(folder.Path).Options.Nacos.MainPort);
    }

    [Theory]
    [InlineData("server.port=1001\nnacos.server.main.port=1002")]
    [InlineData("nacos.server.main.port=1002\nserver.port=1001")]
    public void Alias_InSameSource_LosesToKey(string properties)
    {
        using var folder = new ConfFolder();
        folder.Write("application.properties", properties);

        Assert.Equal(1002, Load.With(folder.Path).Options.Nacos.MainPort);
    }

    [Theory]
    [InlineData("NACOS_SERVER_MAIN_PORT")]
    [InlineData("SERVER_PORT")]
    [InlineData("NACOS_APPLICATION_PORT")]
    public void Variable_OfEachSpelling_IsRead(string name) => Assert.Equal(1003, Load.With(environment: [$"{name}=1003"]).Options.Nacos.MainPort);

    [Fact]
    public void Variable_OfTheImage_LosesToTheOneOfTheKey()
    {
        var loaded = Load.With(environment: ["NACOS_APPLICATION_PORT=1001", "NACOS_SERVER_MAIN_PORT=1002"]);

        Assert.Equal(1002, loaded.Options.Nacos.MainPort);
    }

    [Theory]
    [InlineData("--nacos.server.contextPath=/x")]
    [InlineData("--nacos.server.context-path=/x")]
    [InlineData("--NACOS.SERVER.CONTEXT_PATH=/x")]
    [InlineData("--server.servlet.contextPath=/x/")]
    [InlineData("-Dserver.contextPath=/x")]
    public void Key_InEachSpelling_IsTheSame(string argument) => Assert.Equal("/x", Load.With(arguments: argument).Options.Nacos.ContextPath);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void ContextPath_Empty_IsTheRoot(string path) => Assert.Equal("", Load.With(arguments: $"--nacos.server.context-path={path}").Options.Nacos.ContextPath);

    [Fact]
    public void EmptyValue_InLaterSource_TakesBackWhatWasSaid()
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "db.url: jdbc:mysql://x/y\nnacos.server.main.port: 1001");

        var loaded = Load.With(folder.Path, [], "--db.url=", "--nacos.server.main.port=");

        Assert.Empty(loaded.Problems);
        Assert.Equal(8848, loaded.Options.Nacos.MainPort);
    }

    [Fact]
    public void EmptyVariable_IsNotSet()
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "nacos.server.main.port: 1001");

        Assert.Equal(1001, Load.With(folder.Path, ["NACOS_SERVER_MAIN_PORT="]).Options.Nacos.MainPort);
    }

    [Fact]
    public void Arguments_InTheirForms_AreUnderstood()
    {
        var loaded = Load.With(null, [], "--nacos.server.main.port", "1001", "--data", "/d", "--nacos.core.param.check.enabled=off", "--nacos.core.auth.enabled", "false", "--maxContent=77");

        Assert.Empty(loaded.Problems);
        Assert.Equal((1001, "/d", false, 77), (loaded.Options.Nacos.MainPort, loaded.Options.Cluster.DataPath, loaded.Options.Nacos.ParamCheck, loaded.Options.Configs.MaxContentChars));
    }
}
