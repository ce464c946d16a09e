namespace Batata.Host.Tests.Settings;

/// <summary>A configuration of Consul's agent as a source of settings, below all others.</summary>
public sealed class ConsulFileTests : IDisposable
{
    private readonly ConfFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatHasAMeaning_IsApplied_AndTheRestIsNamedOnce()
    {
        var file = _folder.Write(
            "consul.json",
            """
            {
              "datacenter": "eu1", "node_name": "n7", "recursors": ["10.0.0.2", "10.0.0.3:5353"], "ports": { "http": 8700, "dns": -1, "grpc": 8502 }, "server": true,
              "limits": { "kv_max_value_size": 1024 }, "max_query_time": "2m", "enable_script_checks": true,
              "dns_config": { "node_ttl": "10s", "service_ttl": { "*": "1m" }, "soa": { "min_ttl": 5 }, "use_cache": true }
            }
            """);
        var loaded = Load.With(null, null, $"--batata.consul.config-file={file}");
        Assert.Empty(loaded.Problems);
        Assert.Equal(("eu1", 8700, 1024, 120_000L, true), (loaded.Options.Consul.Datacenter, loaded.Options.Consul.Port, loaded.Options.Consul.MaxValueBytes, loaded.Options.Consul.MaxWaitMs, loaded.Options.Consul.RunsScripts));
        Assert.Equal("n7", loaded.Options.Cluster.NodeName);
        Assert.Equal((0, 10L, 5L, 60L, 2), (loaded.Options.ConsulDns.Port, loaded.Options.ConsulDns.NodeTtlSeconds, loaded.Options.ConsulDns.SoaMinTtlSeconds, loaded.Options.ConsulDns.ServiceTtlSeconds["*"], loaded.Options.ConsulDns.Recursors.Count));
        Assert.Contains(loaded.Warnings, static warning => warning.EndsWith("these have no meaning here: ports.grpc, server, dns_config.use_cache.", StringComparison.Ordinal));
    }

    [Fact]
    public void Setting_GoesBeforeTheFile()
    {
        var file = _folder.Write("consul.json", """{ "datacenter": "eu1", "ports": { "http": 8700 } }""");
        var loaded = Load.With(null, null, $"--batata.consul.config-file={file}", "--batata.consul.datacenter=us1");
        Assert.Equal(("us1", 8700), (loaded.Options.Consul.Datacenter, loaded.Options.Consul.Port));
    }

    [Theory]
    [InlineData("[]", "an object is expected")]
    [InlineData("{", "it is no JSON, and HCL is not read here: ")]
    [InlineData("datacenter = \"eu1\"", "it is no JSON, and HCL is not read here: ")]
    [InlineData("""{ "datacenter": 5 }""", "consul.json: datacenter: a text is expected")]
    [InlineData("""{ "ports": 8500 }""", "consul.json: ports: an object is expected")]
    [InlineData("""{ "ports": { "http": "8500" } }""", "consul.json: ports.http: the number of a port is expected")]
    [InlineData("""{ "ports": { "http": 99999 } }""", "consul.json: ports.http)")]
    [InlineData("""{ "dns_config": { "soa": { "min_ttl": "5s" } } }""", "consul.json: dns_config.soa.min_ttl: a whole number is expected")]
    [InlineData("""{ "dns_config": { "service_ttl": { "*": "soon" } } }""", "consul.json: dns_config.service_ttl: an object of durations by service is expected")]
    [InlineData("""{ "limits": { "kv_max_value_size": 1.5 } }""", "consul.json: limits.kv_max_value_size: a whole number is expected")]
    [InlineData("""{ "acl": { "enabled": "yes" } }""", "consul.json: acl.enabled: true or false is expected")]
    [InlineData("""{ "max_query_time": 5 }""", "consul.json: max_query_time: a duration such as \"10s\" is expected")]
    [InlineData("""{ "service": { "name": "web", "colour": 1 } }""", "service: json: unknown field \"colour\"")]
    [InlineData("""{ "services": [{ "name": "" }] }""", "Missing service name")]
    [InlineData("""{ "check": { "name": "c", "http": "http://localhost/" } }""", "Interval must be > 0")]
    [InlineData("""{ "check": { "name": "c", "args": ["true"], "interval": "5s" } }""", "Scripts are disabled")]
    public void WhatIsWrong_IsAReasonNotToStart(string text, string problem)
    {
        var file = _folder.Write("consul.json", text);
        Assert.Contains(problem, Assert.Single(Load.With(null, null, $"--batata.consul.config-file={file}").Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void LocalScripts_AreForTheFileAlone()
    {
        var file = _folder.Write("consul.json", """{ "enable_local_script_checks": true, "check": { "name": "c", "args": ["true"], "interval": "5s" } }""");
        var loaded = Load.With(null, null, $"--batata.consul.config-file={file}");
        Assert.Empty(loaded.Problems);
        Assert.Equal((false, true), (loaded.Options.Consul.RunsScripts, loaded.Options.AgentChecks.RunsScripts));
    }

    [Fact]
    public void MissingFile_IsAReasonNotToStart() =>
        Assert.Contains("batata.consul.config-file", Assert.Single(Load.With(null, null, "--batata.consul.config-file=nowhere.json").Problems), StringComparison.Ordinal);
}
