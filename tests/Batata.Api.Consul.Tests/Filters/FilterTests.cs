using Batata.Api.Consul.Filters;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Tests.Filters;

/// <summary>Filters against one instance with its node and checks, as go-bexpr 0.1.2 judges them.</summary>
public sealed class FilterTests
{
    private static readonly FilterSchemas Schemas = new(Options.Create(new ConsulOptions()));

    private static readonly CatalogNode Node = new(
        "n1", "7d3c1a0a-5b6e-4f70-8a91-b2c3d4e5f60a", "192.0.2.1", new Dictionary<string, string> { ["lan"] = "192.0.2.1" }, new Dictionary<string, string> { ["os"] = "linux", ["a-b"] = "dash" }, 1, 2);

    private static readonly ServiceInstance Web = new(
        "n1", "web-1", "web", "connect-proxy", ["one", "two", "v1.2"], "10.3.0.1", 8001, [new ServicePort("http", 8001, true)],
        new Dictionary<string, ServiceAddress> { ["lan"] = new("10.3.0.1", 81) }, new Dictionary<string, string> { ["env"] = "prod", ["n"] = "5", ["empty"] = "" }, "/run/web",
        new ServiceWeights(3, 2), true,
        new ServiceProxy("db", "db-1", """{"DestinationServiceName":"db","LocalServicePort":99,"Mode":"","Upstreams":[{"DestinationName":"u1","LocalBindPort":1},{"DestinationName":"u2"}],"Expose":{"Checks":true}}"""),
        false, null, 1, 2);

    private static readonly InstanceHealth Health = new(Node, Web, [Check("c1", "passing", "web-1"), Check("nd", "warning", "")]);

    [Theory]
    [InlineData("Service.Port == 8001", true)]
    [InlineData("Service.Port == \"0x1F41\"", true)]
    [InlineData("Service.Port == \"8001\"", true)]
    [InlineData("Service.Port!=8001", false)]
    [InlineData("  Service.Port  ==  8001  ", true)]
    [InlineData("(Service.Port == 8001)", true)]
    [InlineData("( ( Service.Port == 8001 ) )", true)]
    [InlineData("not Service.Port == 8001", false)]
    [InlineData("not not Service.Port == 8001", true)]
    [InlineData("not (Service.Port == 1 or Service.Port == 2)", true)]
    [InlineData("Service.Port == 1 or Service.Service == web and Service.Port == 2", false)]
    [InlineData("(Service.Port == 1 or Service.Service == web) and Service.Port == 8001", true)]
    [InlineData("Service.Port == 8001 or Service.Port == 1 and Service.Port == 2", true)]
    [InlineData("not Service.Port == 1 and Service.Port == 2", false)]
    [InlineData("Service.Service == web", true)]
    [InlineData("Service.Service == `web`", true)]
    [InlineData("Service.Service == \"\\x77eb\"", true)]
    [InlineData("Service.Service != \"web\"", false)]
    [InlineData("Service.Service contains \"e\"", true)]
    [InlineData("Service.Service not contains \"e\"", false)]
    [InlineData("\"eb\" in Service.Service", true)]
    [InlineData("eb not in Service.Service", false)]
    [InlineData("Service.Service matches \"^w\"", true)]
    [InlineData("Service.Service not matches \"^w.b$\"", false)]
    [InlineData("Service.Tags contains one", true)]
    [InlineData("Service.Tags contains \"v1.2\"", true)]
    [InlineData("v1.2 in Service.Tags", true)] // as a value a selector is its text
    [InlineData("two in Service.Tags", true)]
    [InlineData("\"three\" not in Service.Tags", true)]
    [InlineData("Service.Tags is empty", false)]
    [InlineData("Service.Tags is not empty", true)]
    [InlineData("not in Service.Tags", false)] // the word "not", which is no tag
    [InlineData("Service.Meta.env == prod", true)]
    [InlineData("Service.Meta[\"env\"] == prod", true)]
    [InlineData("Service.Meta[ `env` ] == prod", true)]
    [InlineData("Node.Meta[\"a-b\"] == dash", true)]
    [InlineData("Service.Meta.n == 5", true)]
    [InlineData("Service.Meta.empty == \"\"", true)]
    [InlineData("Service.Meta.absent == \"\"", false)]
    [InlineData("Service.Meta.absent != prod", true)]
    [InlineData("Service.Meta.absent contains prod", false)]
    [InlineData("Service.Meta.absent not contains prod", true)]
    [InlineData("Service.Meta.absent matches prod", true)] // go-bexpr: true by default
    [InlineData("env in Service.Meta", true)]
    [InlineData("Service.Meta contains env", true)]
    [InlineData("absent not in Service.Meta", true)]
    [InlineData("Service.Meta is not empty", true)]
    [InlineData("Service.TaggedAddresses.lan.Port == 81", true)]
    [InlineData("Service.TaggedAddresses.wan.Port == 81", false)]
    [InlineData("Service.TaggedAddresses.wan.Port != 81", true)]
    [InlineData("Service.Weights.Passing == 3 and Service.Weights.Warning == 2", true)]
    [InlineData("Service.EnableTagOverride == true", true)]
    [InlineData("Service.EnableTagOverride == 1", true)]
    [InlineData("Service.EnableTagOverride == t", true)]
    [InlineData("Service.EnableTagOverride != \"false\"", true)]
    [InlineData("Service.Proxy.DestinationServiceName == db", true)]
    [InlineData("Service.Proxy.LocalServicePort == 99", true)]
    [InlineData("Service.Proxy.Upstreams.DestinationName == u2", true)]
    [InlineData("Service.Proxy.Upstreams.LocalBindPort == 2", false)]
    [InlineData("Service.Proxy.Upstreams is empty", false)]
    [InlineData("Service.Proxy.Expose.Checks == true", true)]
    [InlineData("Service.Proxy.MeshGateway.Mode == \"\"", true)]
    [InlineData("Service.Connect.Native == false", true)]
    [InlineData("Service.Ports.Name == http", true)]
    [InlineData("Checks.Status == warning", true)]
    [InlineData("Checks.Status != warning", true)] // one of them is not
    [InlineData("not Checks.Status == warning", false)]
    [InlineData("Checks.Status == critical", false)]
    [InlineData("Checks is not empty", true)]
    [InlineData("Checks.ServiceTags contains one", true)]
    [InlineData("Node.Datacenter == dc1 and Node.PeerName == \"\"", true)]
    [InlineData("Node.TaggedAddresses.lan matches `^192\\.0\\.2\\.\\d+$`", true)]
    [InlineData("Node.Node == n1 and Node.ID matches \"^7d3c\"", true)]
    public void Filter_OfAnInstance_PicksItOrNot(string expression, bool expected)
    {
        Assert.Null(Filter.Parse(expression, Schemas.HealthOfInstance, out var filter));
        Assert.Equal(expected, filter.Matches(Health));
    }

    [Theory]
    [InlineData("Nope == 1", "Selector \"Nope\" is not valid")]
    [InlineData("service == x", "Selector \"service\" is not valid")]
    [InlineData("Meta.env.deep == \"x\"", "Selector \"Meta.env.deep\" is not valid")]
    [InlineData("Weights.Nope == 1", "Selector \"Weights.Nope\" is not valid")]
    [InlineData("Tags.x.y == one", "Selector \"Tags.x\" is not valid")]
    [InlineData("Meta == \"x\"", "Invalid match operator \"Equal\" for selector \"Meta\"")]
    [InlineData("Tags matches \"x\"", "Invalid match operator \"Matches\" for selector \"Tags\"")]
    [InlineData("Tags not matches \"x\"", "Invalid match operator \"Not Matches\" for selector \"Tags\"")]
    [InlineData("Port contains 8", "Invalid match operator \"In\" for selector \"Port\"")]
    [InlineData("8 not in Port", "Invalid match operator \"Not In\" for selector \"Port\"")]
    [InlineData("Port is empty", "Invalid match operator \"Is Empty\" for selector \"Port\"")]
    [InlineData("Service is not empty", "Invalid match operator \"Is Not Empty\" for selector \"Service\"")]
    [InlineData("Weights != 1", "Invalid match operator \"Not Equal\" for selector \"Weights\"")]
    [InlineData("Port == abc", "Failed to coerce value \"abc\" for selector \"Port\": strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("Port == 99999999999999999999", "Failed to coerce value \"99999999999999999999\" for selector \"Port\": strconv.ParseInt: parsing \"99999999999999999999\": value out of range")]
    [InlineData("EnableTagOverride == maybe", "Failed to coerce value \"maybe\" for selector \"EnableTagOverride\": strconv.ParseBool: parsing \"maybe\": invalid syntax")]
    [InlineData("Service matches \"(\"", "Failed to compile regular expression \"(\": error parsing regexp: missing closing ): `(`")]
    [InlineData("Service == web and Nope == 1", "Selector \"Nope\" is not valid")]
    [InlineData("NOT Port == 8001", "1:5 (4): no match found, expected: \"!=\", \"==\", \"contains\", \"in\", \"is\", \"matches\", \"not\" or [ \\t\\r\\n]")]
    [InlineData("", null)]
    [InlineData(" ", "1:2 (1): no match found, expected: \"(\", \"-\", \"0\", \"\\\"\", \"`\", \"not\", [ \\t\\r\\n], [1-9] or [a-zA-Z]")]
    [InlineData("Port == 8001 and", "1:17 (16): no match found, expected: [ \\t\\r\\n]")]
    [InlineData("Port == 8001)", "1:13 (12): no match found, expected: \".\", [ \\t\\r\\n], [0-9] or EOF")]
    [InlineData("(Port == 8001", "1:14 (13): rule \"grouping\": Unmatched parentheses")]
    [InlineData("1abc == 2", "1:2 (1): rule \"number\": Invalid number literal")]
    [InlineData("Service == \"öpen", "1:17 (17): rule \"string\": Unterminated string literal")]
    [InlineData("Service == \"a\\y\"", "1:12 (11): rule \"string\": invalid syntax")]
    [InlineData("Meta[env] == \"prod\"", "1:6 (5): rule \"index\": Invalid index")]
    [InlineData("Meta[\"env\" == \"prod\"", "1:12 (11): rule \"index\": Unclosed index expression")]
    [InlineData("two in 5", "1:8 (7): rule \"match\": Invalid selector")]
    public void Filter_ThatIsWrong_SaysWhatAndWhere(string expression, string? expected)
    {
        var refused = Filter.Parse(expression, Schemas.AgentService, out _);
        Assert.Equal(expected is null ? null : "Failed to create boolean expression evaluator: " + expected, refused);
    }

    [Theory]
    [InlineData("Port == 8001 AND two in Tags")]
    [InlineData("Meta.env==\"prod\"or Port==0")]
    [InlineData("any Tags as t { t == \"x\" }")]
    [InlineData("Port =")]
    [InlineData("== 8001")]
    [InlineData("and")]
    [InlineData("not")]
    [InlineData("Port > 1")]
    [InlineData("Service like \"x\"")]
    [InlineData("Service == 'fa'")]
    [InlineData("Service == web-1")]
    [InlineData("Port == 08")]
    [InlineData("Port == 1.")]
    [InlineData("Tags is full")]
    [InlineData("Meta. == x")]
    [InlineData("Port == 8001 and and Port == 1")]
    public void Filter_ThatIsNoExpression_IsRefused(string expression) =>
        Assert.StartsWith("Failed to create boolean expression evaluator: 1:", Filter.Parse(expression, Schemas.AgentService, out _), StringComparison.Ordinal);

    [Fact]
    public void Filter_OfAnAgentsService_FindsNothingWhereThereIsNoObject()
    {
        var plain = Web with { Proxy = null };
        Assert.Null(Filter.Parse("Connect.Native == false", Schemas.AgentService, out var native));
        Assert.Null(Filter.Parse("Proxy.Mode == \"\"", Schemas.AgentService, out var mode));
        Assert.False(native.Matches(plain));
        Assert.False(mode.Matches(plain));
        Assert.True(mode.Matches(Web));
    }

    [Fact]
    public void Filter_OfMembers_AsksBytesAndNumbers()
    {
        var member = new FilterMember("n1", [127, 0, 0, 1], 8301, new Dictionary<string, string> { ["role"] = "consul" }, 1, 1, 5, 2, 2, 5, 4);
        foreach (var expression in (string[])["127 in Addr", "Addr is not empty", "Status == 1", "Tags.role == consul", "ProtocolCur == 2 and DelegateMax == 5"])
        {
            Assert.Null(Filter.Parse(expression, Schemas.Member, out var filter));
            Assert.True(filter.Matches(member), expression);
        }
        Assert.EndsWith("strconv.ParseUint: parsing \"256\": value out of range", Filter.Parse("256 in Addr", Schemas.Member, out _), StringComparison.Ordinal);
        Assert.EndsWith("Invalid match operator \"Equal\" for selector \"Addr\"", Filter.Parse("Addr == \"127.0.0.1\"", Schemas.Member, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_OfAList_KeepsItsOrder_AndTheListWithoutOne()
    {
        HealthCheck[] checks = [Check("b", "passing", ""), Check("a", "critical", ""), Check("c", "passing", "")];
        Assert.Null(Filter.Parse("Status == passing", Schemas.Check, out var filter));
        Assert.Equal(["b", "c"], filter.Of(checks).Select(static check => check.CheckId));
        Assert.Null(Filter.Parse("", Schemas.Check, out var none));
        Assert.True(none.IsNone);
        Assert.Same(checks, none.Of(checks));
    }

    [Fact]
    public void Filter_ThatNestsTooDeep_IsRefused_AndDoesNotTakeTheStack()
    {
        var deep = new string('(', 5_000) + "Port == 1" + new string(')', 5_000);
        Assert.Contains("nested too deep", Filter.Parse(deep, Schemas.AgentService, out _), StringComparison.Ordinal);
        Assert.Contains("nested too deep", Filter.Parse(string.Concat(Enumerable.Repeat("not ", 4_000)) + "Port == 1", Schemas.AgentService, out _), StringComparison.Ordinal);
        Assert.Contains("longer than", Filter.Parse(new string(' ', 20_000), Schemas.AgentService, out _), StringComparison.Ordinal);
        Assert.Null(Filter.Parse(string.Join(" and ", Enumerable.Repeat("Port==1", 1_000)), Schemas.AgentService, out _));
        Assert.Null(Filter.Parse(new string('(', 90) + "Port == 1" + new string(')', 90), Schemas.AgentService, out _));
    }

    private static HealthCheck Check(string id, string status, string serviceId) =>
        new("n1", id, id, status, "", "", serviceId, serviceId.Length > 0 ? "web" : "", serviceId.Length > 0 ? ["one"] : [], "", "", "", 0, "{}", 1, 1);
}
