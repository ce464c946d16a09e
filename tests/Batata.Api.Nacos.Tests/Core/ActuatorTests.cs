using System.Net;
using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Core;

/// <summary>What the actuator of Spring shows beyond health and metrics has nothing behind it here, whatever is asked for.</summary>
public sealed class ActuatorTests
{
    [Theory]
    [InlineData("/actuator/health", true)]
    [InlineData("/actuator/prometheus", true)]
    [InlineData("/actuator/env", false)]
    [InlineData("/actuator/heapdump", false)]
    [InlineData("/actuator/threaddump", false)]
    [InlineData("/actuator/loggers", false)]
    [InlineData("/actuator/beans", false)]
    [InlineData("/actuator/configprops", false)]
    [InlineData("/actuator/shutdown", false)]
    public async Task Actuator_ThatIsAskedForAll_ShowsHealthAndMetricsAlone(string path, bool served)
    {
        await using var server = await NacosHttpServer.StartAsync(static nacos => nacos.ActuatorInclude = "*");
        foreach (var where in (string[])["/nacos" + path, path])
        {
            using var answer = await server.Client.GetAsync(new Uri(where, UriKind.Relative));
            if (where.StartsWith("/nacos", StringComparison.Ordinal)) Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            else if (!served) Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
