using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class SwitchTests
{
    [Theory]
    [InlineData("distroThreshold", "0.5", "\"distroThreshold\":0.5")]
    [InlineData("clientBeatInterval", "7000", "\"clientBeatInterval\":7000")]
    [InlineData("pushVersion", "java:1.2.3", "\"pushVersionOfJava\":\"1.2.3\"")]
    [InlineData("pushVersion", "csharp:2.0.0", "\"pushVersionOfCsharp\":\"2.0.0\"")]
    [InlineData("pushCacheMillis", "20000", "\"defaultPushCacheMillis\":20000")]
    [InlineData("defaultCacheMillis", "1000", "\"defaultCacheMillis\":1000")]
    [InlineData("masters", "a,b", "\"masters\":[\"a\",\"b\"]")]
    [InlineData("distro", "false", "\"distroEnabled\":false")]
    [InlineData("check", "no", "\"healthCheckEnabled\":false")]
    [InlineData("pushEnabled", "false", "\"pushEnabled\":false")]
    [InlineData("disableAddIP", "TRUE", "\"disableAddIP\":true")]
    [InlineData("sendBeatOnly", "true", "\"sendBeatOnly\":true")]
    [InlineData("defaultInstanceEphemeral", "false", "\"defaultInstanceEphemeral\":false")]
    [InlineData("lightBeatEnabled", "off", "\"lightBeatEnabled\":false")]
    [InlineData("autoChangeHealthCheckEnabled", "Yes", "\"autoChangeHealthCheckEnabled\":true")]
    [InlineData("serviceStatusSynchronizationPeriodMillis", "6000", "\"serviceStatusSynchronizationPeriodMillis\":6000")]
    [InlineData("serverStatusSynchronizationPeriodMillis", "1000", "\"serverStatusSynchronizationPeriodMillis\":1000")]
    [InlineData("healthCheckTimes", "5", "\"checkTimes\":5")]
    [InlineData("distroServerExpiredMillis", "12000", "\"distroServerExpiredMillis\":12000")]
    [InlineData("limitedUrlMap", "/a:403,/b:503", "\"limitedUrlMap\":{\"/a\":403,\"/b\":503}")]
    [InlineData("overriddenServerStatus", "DOWN", "\"overriddenServerStatus\":\"DOWN\"")]
    [InlineData("overriddenServerStatus", "null", "\"overriddenServerStatus\":\"\"")]
    [InlineData("httpHealthParams", """{"max":6000,"min":600,"factor":0.5}""", "\"httpHealthParams\":{\"max\":6000,\"min\":600,\"factor\":0.5}")]
    [InlineData("tcpHealthParams", """{"max":7000,"min":700,"factor":1}""", "\"tcpHealthParams\":{\"max\":7000,\"min\":700,\"factor\":1}")]
    [InlineData("mysqlHealthParams", """{"max":31,"min":21,"factor":2.5}""", "\"mysqlHealthParams\":{\"max\":31,\"min\":21,\"factor\":2.5}")]
    public void Set_LegalValue_ShowsInTheJson(string entry, string value, string expected)
    {
        var switches = SwitchDomain.Default.Set(entry, value).Value;
        Assert.Contains(expected, switches.ToJson(), StringComparison.Ordinal);
        Assert.Equal(switches.ToJson(), SwitchDomain.FromJson(switches.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("distroThreshold", "0", "distroThreshold can not be zero or negative: 0.0")]
    [InlineData("distroThreshold", "x", "For input string: \"x\"")]
    [InlineData("clientBeatInterval", "x", "For input string: \"x\"")]
    [InlineData("pushVersion", "java:1", "illegal version, must match: [0-9]+\\.[0-9]+\\.[0-9]+")]
    [InlineData("pushVersion", "cobol:1.0.0", "unsupported client type: cobol")]
    [InlineData("pushCacheMillis", "9999", "min cache time for http or tcp is too small(<10000)")]
    [InlineData("defaultCacheMillis", "999", "min default cache time  is too small(<1000)")]
    [InlineData("serviceStatusSynchronizationPeriodMillis", "4999", "serviceStatusSynchronizationPeriodMillis is too small(<5000)")]
    [InlineData("serverStatusSynchronizationPeriodMillis", "999", "serverStatusSynchronizationPeriodMillis is too small(<15000)")]
    [InlineData("healthCheckTimes", "many", "For input string: \"many\"")]
    [InlineData("limitedUrlMap", "/a", "invalid input for limited urls")]
    [InlineData("limitedUrlMap", ":403", "url can not be empty, url: ")]
    [InlineData("limitedUrlMap", "/a:0", "illegal normal status code: 0")]
    [InlineData("limitedUrlMap", "/a:x", "For input string: \"x\"")]
    [InlineData("httpHealthParams", """{"max":5000,"min":499,"factor":0.5}""", "min check time for http or tcp is too small(<500)")]
    [InlineData("tcpHealthParams", """{"max":2999,"min":500,"factor":0.5}""", "max check time for http or tcp is too small(<3000)")]
    [InlineData("httpHealthParams", """{"factor":1.1}""", "malformed factor")]
    [InlineData("mysqlHealthParams", "junk", "json param invalid.")]
    [InlineData("mysqlHealthParams", """{"max":"many"}""", "json param invalid.")]
    public void Set_IllegalValue_IsRefusedWithTheReferencesText(string entry, string value, string text)
    {
        var failure = SwitchDomain.Default.Set(entry, value).Failure!;
        Assert.Equal((NamingFailures.SwitchCode, text), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData("unheard", "1")]
    [InlineData("enableStandalone", "false")]
    [InlineData("limitedUrlMap", "")]
    public void Set_Ignored_ChangesNothing(string entry, string value) => Assert.Same(SwitchDomain.Default, SwitchDomain.Default.Set(entry, value).Value);

    [Fact]
    public void Set_CommaForUrls_ClearsTheMap() =>
        Assert.Empty(SwitchDomain.Default.Set("limitedUrlMap", "/a:403").Value.Set("limitedUrlMap", ",").Value.LimitedUrlMap);

    [Fact]
    public void Default_Json_HasTheReferencesMembers() => Assert.Equal(
        """{"name":"00-00---000-NACOS_SWITCH_DOMAIN-000---00-00","masters":null,"adWeightMap":{},"defaultPushCacheMillis":10000,"clientBeatInterval":5000,"defaultCacheMillis":3000,"distroThreshold":0.7,"healthCheckEnabled":true,"autoChangeHealthCheckEnabled":true,"distroEnabled":true,"enableStandalone":true,"pushEnabled":true,"checkTimes":3,"httpHealthParams":{"max":5000,"min":500,"factor":0.85},"tcpHealthParams":{"max":5000,"min":1000,"factor":0.75},"mysqlHealthParams":{"max":3000,"min":2000,"factor":0.65},"incrementalList":[],"serverStatusSynchronizationPeriodMillis":2000,"serviceStatusSynchronizationPeriodMillis":5000,"disableAddIP":false,"sendBeatOnly":false,"lightBeatEnabled":true,"limitedUrlMap":{},"distroServerExpiredMillis":10000,"pushVersionOfGo":"0.1.0","pushVersionOfJava":"0.1.0","pushVersionOfPython":"0.4.3","pushVersionOfC":"1.0.12","pushVersionOfCsharp":"0.9.0","enableAuthentication":false,"overriddenServerStatus":null,"defaultInstanceEphemeral":true,"healthCheckWhiteList":[],"checksum":null}""",
        SwitchDomain.Default.ToJson());
}
