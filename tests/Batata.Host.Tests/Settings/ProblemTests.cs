namespace Batata.Host.Tests.Settings;

public sealed class ProblemTests
{
    [Fact]
    public void WrongValues_AreReportedTogether_WithKeyValueAndPlace()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("application.yml", "nacos:\n  config:\n    push:\n      timeout: soon\n");

        var loaded = Load.With(folder.Path, ["NACOS_SERVER_MAIN_PORT=70000"], "--nacos.core.param.check.enabled=maybe", "--server.servlet.contextPath=x");

        Assert.Equal(
        [
            "nacos.core.param.check.enabled = \"maybe\": must be true or false (command line)",
            $"nacos.config.push.timeout = \"soon\": must be a whole number from 100 to 600000 ({file}:4)",
            "nacos.server.main.port = \"70000\": must be a whole number from 1 to 65535 (environment variable NACOS_SERVER_MAIN_PORT)",
            "server.servlet.contextPath (now nacos.server.context-path) = \"x\": must be a path that begins with a slash, or empty (command line)",
        ], loaded.Problems.Order(StringComparer.Ordinal).OrderByDescending(static problem => problem.Contains("param", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("nacos.core.auth.plugin.nacos.token.secret.key", "tooShortButSecret")]
    [InlineData("db.url", "jdbc:mysql://host/db?user=root&password=hunter2")]
    public void SecretValue_IsNeverShown(string key, string value)
    {
        var problem = Assert.Single(Load.With(arguments: $"--{key}={value}").Problems);

        Assert.StartsWith(key, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(value, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cluster.member.lookup.type=file")]
    [InlineData("--nacos.core.member.lookup.type=address-server")]
    [InlineData("--nacos.member.list=10.0.0.1,10.0.0.2")]
    [InlineData("--db.url=jdbc:mysql://x/y")]
    [InlineData("--spring.sql.init.platform=mysql")]
    [InlineData("--spring.datasource.platform=mysql")]
    [InlineData("--nacos.remote.server.rpc.tls.enableTls=true")]
    [InlineData("--server.ssl.key-store=x")]
    [InlineData("--nacos.deployment.type=console")]
    [InlineData("--nacos.functionMode=naming")]
    public void WhatCannotBeDoneYet_IsRefused(string argument)
    {
        var problem = Assert.Single(Load.With(arguments: argument).Problems);

        Assert.StartsWith(argument[2..argument.IndexOf('=', StringComparison.Ordinal)], problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NACOS_SERVERS=10.0.0.1:8848 10.0.0.2:8848")]
    [InlineData("MEMBER_LIST=10.0.0.1")]
    [InlineData("SPRING_DATASOURCE_PLATFORM=mysql")]
    [InlineData("NACOS_DB_URL=jdbc:mysql://x/y")]
    [InlineData("DB_URL=jdbc:mysql://x/y")]
    public void VariableThatAsksForIt_IsRefused(string variable) =>
        Assert.Contains(variable[..variable.IndexOf('=', StringComparison.Ordinal)], Assert.Single(Load.With(environment: [variable]).Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("--cluster.member.lookup.type=file")]
    [InlineData("--nacos.member.list=10.0.0.1,10.0.0.2")]
    public void Peers_OfANodeThatIsSaidToStandAlone_DoNotMatter(string argument) =>
        Assert.Empty(Load.With(environment: ["MODE=standalone"], arguments: argument).Problems);

    [Theory]
    [InlineData("nacos.server.main.prot", "nacos.server.main.port")]
    [InlineData("nacos.core.auth.enable", "nacos.core.auth.enabled")]
    [InlineData("server.prot", "server.port")]
    [InlineData("nacos.server.contextPaht", "nacos.server.context-path")]
    [InlineData("batata.datapath.x", "batata.data-path")]
    public void UnknownKey_IsAWarningThatNamesTheNearest(string key, string nearest)
    {
        var loaded = Load.With(arguments: $"--{key}=1");

        Assert.Empty(loaded.Problems);
        Assert.Contains($"Unknown setting {key} (command line); did you mean {nearest}?", loaded.Warnings);
    }

    [Fact]
    public void UnknownKey_NearNothing_NamesNone() => Assert.Contains("Unknown setting qwertyuiop.asdf (command line).", Load.With(arguments: "--qwertyuiop.asdf=1").Warnings);

    [Fact]
    public void UnknownVariable_OfOurs_IsAWarning_OthersAreNot()
    {
        var loaded = Load.With(environment: ["NACOS_SERVER_MAIN_PROT=1", "PATH=/bin", "HOME=/root", "MODE=production"]);

        var warning = Assert.Single(loaded.Warnings, static warning => warning.StartsWith("Environment", StringComparison.Ordinal));
        Assert.Equal("Environment variable NACOS_SERVER_MAIN_PROT is not a known setting; did you mean NACOS_SERVER_MAIN_PORT?", warning);
    }

    /// <summary>What Kubernetes puts into each pod beside services with the names nacos-console and nacos-server.</summary>
    [Fact]
    public void ServiceLinks_OfKubernetes_AreNoSettings()
    {
        var loaded = Load.With(environment:
        [
            "NACOS_CONSOLE_PORT=tcp://10.0.0.7:8080", "NACOS_CONSOLE_SERVICE_HOST=10.0.0.7", "NACOS_CONSOLE_SERVICE_PORT=8080",
            "NACOS_SERVER_PORT_8848_TCP_ADDR=10.0.0.8", "NACOS_SERVER_PORT=tcp://10.0.0.8:8848", "SERVER_PORT=tcp://10.0.0.9:80",
        ]);

        Assert.Empty(loaded.Problems);
        Assert.DoesNotContain(loaded.Warnings, static warning => warning.StartsWith("Environment", StringComparison.Ordinal));
        Assert.Equal((8848, 8081), (loaded.Options.Nacos.MainPort, loaded.Options.Server.ConsolePort));
    }

    [Theory]
    [InlineData("--cnof=x", "--conf")]
    [InlineData("--dat=x", "--data")]
    public void MistypedOption_IsRefused(string argument, string option) =>
        Assert.Contains($"did you mean {option}?", Assert.Single(Load.With(arguments: argument).Problems), StringComparison.Ordinal);

    [Fact]
    public void StrayWord_IsRefused() => Assert.Contains("start", Assert.Single(Load.With(arguments: "start").Problems), StringComparison.Ordinal);

    [Fact]
    public void MainPort_TooHighForTheOthers_IsRefused()
    {
        Assert.Contains("batata.grpc.port", Assert.Single(Load.With(arguments: "--nacos.server.main.port=65000").Problems), StringComparison.Ordinal);
        Assert.Empty(Load.With(null, [], "--nacos.server.main.port=65000", "--batata.grpc.port=9848").Problems);
        Assert.Contains("both 9848", Assert.Single(Load.With(null, [], "--nacos.server.main.port=9848", "--batata.grpc.port=9848").Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8500", "batata.consul.dns.port and batata.consul.port are both 8500")]
    [InlineData("8848", "nacos.server.main.port")]
    [InlineData("9848", "batata.grpc.port")]
    public void DnsPort_OfAnotherListener_IsRefused(string port, string problem) =>
        Assert.Contains(problem, Assert.Single(Load.With(arguments: $"--batata.consul.dns.port={port}").Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("--nacos.server.main.port=8081", "nacos.server.main.port and nacos.console.port are both 8081")]
    [InlineData("--nacos.console.port=9848", "nacos.console.port and batata.grpc.port are both 9848")]
    public void ConsolePort_OfAnotherListener_IsRefused_UnlessNobodyListens(string argument, string problem)
    {
        Assert.Equal(problem, Assert.Single(Load.With(arguments: argument).Problems));
        Assert.Empty(Load.With(null, [], argument, "--nacos.deployment.type=server").Problems);
    }
}
