using System.Text;
using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class SelectorAndCheckerTests
{
    [Theory]
    [InlineData("", "none", "")]
    [InlineData("""{"type":"none"}""", "none", "")]
    [InlineData("""{"type":"label"}""", "label", "")]
    [InlineData("""{"type":"label","expression":"CONSUMER.label.a = PROVIDER.label.a & CONSUMER.label.b=PROVIDER.label.b"}""", "label", "a,b")]
    public void Selector_Parse_Reads(string json, string type, string labels)
    {
        var selector = ServiceSelector.Parse(json).Value;
        Assert.Equal((type, labels), (selector.Type, string.Join(',', selector.Labels)));
    }

    [Theory]
    [InlineData("{}", NamingFailures.SelectorTypeCode)]
    [InlineData("""{"type":"zone"}""", NamingFailures.SelectorTypeCode)]
    [InlineData("""{"type":""}""", NamingFailures.SelectorTypeCode)]
    [InlineData("""{"expression":"x"}""", NamingFailures.SelectorTypeCode)]
    [InlineData("junk", NamingFailures.SelectorTypeCode)]
    [InlineData("""{"type":"label","expression":"what is this"}""", NamingFailures.SelectorExpressionCode)]
    [InlineData("""{"type":"label","expression":"CONSUMER.label.a = PROVIDER.label.b"}""", NamingFailures.SelectorExpressionCode)]
    [InlineData("""{"type":"label","expression":"CONSUMER.label.a = PROVIDER.label.a &"}""", NamingFailures.SelectorExpressionCode)]
    public void Selector_Parse_Refuses(string json, string code) => Assert.Equal(code, ServiceSelector.Parse(json).Failure!.Code);

    [Fact]
    public void Selector_Json_IsThatOfTheApi()
    {
        Assert.Equal("""{"type":"none","contextType":"NONE"}""", Json(ServiceSelector.None.WriteTo));
        Assert.Equal(
            """{"type":"label","contextType":"CMDB","expression":"CONSUMER.label.a = PROVIDER.label.a","labels":["a"]}""",
            Json(ServiceSelector.Of("label", "CONSUMER.label.a = PROVIDER.label.a").Value.WriteTo));
        Assert.Equal("""{"type":"label","contextType":"CMDB","labels":[]}""", Json(ServiceSelector.Of("label", null).Value.WriteTo));
        Assert.Equal(
            """{"type":"label","contextType":"CMDB","expression":null,"labels":[]}""",
            Json(static json => ServiceSelector.Of("label", null).Value.WriteTo(json, nulls: true)));
    }

    [Theory]
    [InlineData("""{"type":"TCP"}""", """{"type":"TCP"}""")]
    [InlineData("""{"type":"HTTP","path":"/alive","headers":"Host:x|Accept:y","expectedResponseCode":204}""", """{"type":"HTTP","path":"/alive","headers":"Host:x|Accept:y","expectedResponseCode":204}""")]
    [InlineData("""{"type":"HTTP"}""", """{"type":"HTTP","path":"","headers":"","expectedResponseCode":200}""")]
    [InlineData("""{"type":"MYSQL","user":"u","pwd":"p","cmd":"select 1"}""", """{"type":"MYSQL","user":"u","pwd":"p","cmd":"select 1"}""")]
    [InlineData("""{"type":"UNHEARD"}""", """{"type":"NONE"}""")]
    [InlineData("{}", """{"type":"NONE"}""")]
    public void Checker_Json_RoundTrips(string json, string expected) => Assert.Equal(expected, Json(w => HealthChecker.Parse(json).Value.WriteTo(w)));

    [Theory]
    [InlineData("junk")]
    [InlineData("[]")]
    [InlineData("")]
    public void Checker_Unreadable_IsRefused(string json) => Assert.Equal(NamingFailures.HealthCheckerCode, HealthChecker.Parse(json).Failure!.Code);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
