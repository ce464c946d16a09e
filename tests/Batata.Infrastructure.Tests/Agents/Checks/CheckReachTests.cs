using Batata.Domain.Agents;
using Batata.Infrastructure.Agents.Checks;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class CheckReachTests
{
    [Theory]
    [InlineData("10.0.0.1:80", false)]
    [InlineData("web.example:80", false)]
    [InlineData("[fd00::2]:80", false)]
    [InlineData("localhost:80", true)]
    [InlineData("127.0.0.2:80", true)]
    [InlineData("[::1]:80", true)]
    [InlineData(":80", true)]
    [InlineData("0.0.0.0:80", true)]
    public void Reach_IsTheMachineOfTheNode_OrTheNetwork(string address, bool isOfItsNode)
    {
        var every = TimeSpan.FromSeconds(1);
        Assert.Equal(isOfItsNode, CheckReach.IsOfItsNode(new CheckDefinition { Tcp = address, Interval = every }));
        Assert.Equal(isOfItsNode, CheckReach.IsOfItsNode(new CheckDefinition { Grpc = address + "/service", Interval = every }));
        if (address[0] != ':') Assert.Equal(isOfItsNode, CheckReach.IsOfItsNode(new CheckDefinition { Http = $"http://{address}/health", Interval = every }));
        Assert.True(CheckReach.IsOfItsNode(new CheckDefinition { ScriptArgs = ["true"], Interval = every }));
    }
}
