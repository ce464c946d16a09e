using Batata.Api.Nacos.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class ControlRuleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-rules-").FullName;
    private readonly TpsPoints _points = new(TimeProvider.System);
    private readonly ConnectionLimits _connections;
    private readonly ControlRules _rules;

    public ControlRuleTests()
    {
        var options = Options.Create(new LimitOptions { TrafficControl = true, RuleFolder = _folder });
        _connections = new ConnectionLimits(Options.Create(new NacosOptions()), options);
        _rules = new ControlRules(_points, _connections, options, TimeProvider.System, NullLogger<ControlRules>.Instance);
    }

    /// <summary>The files of Nacos' own manual.</summary>
    [Fact]
    public void Files_OfTheManual_AreRules()
    {
        Write("tps/ConfigQuery", """{"pointName":"ConfigQuery","pointRule":{"maxCount":100,"monitorType":"intercept"}}""");
        Write("connection/limitRule", """{"countLimit": 100}""");

        _rules.Look();

        Assert.Equal((100, TimeSpan.FromSeconds(1), true), (Rule.MaxCount, Rule.Period, Rule.Intercepts));
        Assert.Equal(100, _connections.Rule.Total);
    }

    [Theory]
    [InlineData("MINUTES", 60)]
    [InlineData("hours", 3600)]
    [InlineData("DAYS", 86400)]
    public void Period_IsAsNamed(string period, int seconds)
    {
        Write("tps/ConfigQuery", $$$"""{"pointRule":{"maxCount":"7","period":"{{{period}}}"}}""");

        _rules.Look();

        Assert.Equal((7, TimeSpan.FromSeconds(seconds), false), (Rule.MaxCount, Rule.Period, Rule.Intercepts));
    }

    [Theory]
    [InlineData("""{"pointName":"ConfigQuery"}""")]
    [InlineData("""{"pointRule":{"maxCount":-1,"monitorType":"intercept"}}""")]
    [InlineData("""{"pointRule":{"monitorType":"intercept"}}""")]
    public void NoLimit_IsNoRule(string text)
    {
        Write("tps/ConfigQuery", text);

        _rules.Look();

        Assert.Null(_points.Find("ConfigQuery")!.Rule);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"pointRule":{"maxCount":5,"period":"WEEKS"}}""")]
    [InlineData("""{"pointRule":{"maxCount":"many"}}""")]
    public void BrokenFile_LeavesWhatWas(string broken)
    {
        Write("tps/ConfigQuery", """{"pointRule":{"maxCount":5}}""");
        _rules.Look();

        Write("tps/ConfigQuery", broken);
        _rules.Look();

        Assert.Equal(5, Rule.MaxCount);
    }

    [Fact]
    public void RemovedFile_TakesItsRuleWithIt()
    {
        Write("tps/ConfigQuery", """{"pointRule":{"maxCount":5}}""");
        Write("connection/limitRule", """{"countLimit":1}""");
        _rules.Look();

        Directory.Delete(_folder, recursive: true);
        _rules.Look();

        Assert.Null(_points.Find("ConfigQuery")!.Rule);
        Assert.Equal(-1, _connections.Rule.Total);
    }

    [Fact]
    public void UnchangedFile_KeepsItsCount()
    {
        Write("tps/ConfigQuery", """{"pointRule":{"maxCount":1,"period":"DAYS","monitorType":"intercept"}}""");
        _rules.Look();
        var before = Rule;

        _rules.Look();

        Assert.Same(before, Rule);
    }

    [Fact]
    public void ConnectionRule_OfAddressesAndApplications_IsRead()
    {
        Write("connection/limitRule", """{"countLimit":50,"countLimitPerClientIpDefault":3,"countLimitPerClientIp":{"10.0.0.1":1},"countLimitPerClientApp":{"shop":2}}""");
        _rules.Look();

        Assert.Null(_connections.Enter("10.0.0.1", "shop", isGrpc: true));
        Assert.Equal("connections of 10.0.0.1 over limit :1", _connections.Enter("10.0.0.1", null, isGrpc: true));
        Assert.Null(_connections.Enter("10.0.0.2", "shop", isGrpc: true));
        Assert.Equal("connections of application shop over limit :2", _connections.Enter("10.0.0.3", "shop", isGrpc: true));
        _connections.Leave("10.0.0.1", "shop", isGrpc: true);
        Assert.Null(_connections.Enter("10.0.0.1", "shop", isGrpc: false));
    }

    public void Dispose()
    {
        _rules.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private TpsRule Rule => _points.Find("ConfigQuery")!.Rule!;

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
