using System.Net;
using Batata.Host.Listeners;

namespace Batata.Host.Tests.Settings;

public sealed class AuthRuleTests
{
    [Theory]
    [InlineData(true, null, null)]
    [InlineData(true, null, "--nacos.core.auth.enabled=true")]
    [InlineData(false, null, "--nacos.core.auth.enabled=false")]
    [InlineData(false, "NACOS_CORE_AUTH_ENABLED=false", null)]
    [InlineData(false, "NACOS_AUTH_ENABLE=false", null)]
    [InlineData(true, "NACOS_AUTH_ENABLE=false", "--nacos.core.auth.enabled=true")]
    [InlineData(true, null, "--nacos.core.auth.enabled=")]
    [InlineData(true, null, "--dev")]
    public void OtherMachines_AreServedOnly_WhenAuthIsSaidToBeOff(bool loopbackOnly, string? variable, string? argument)
    {
        var loaded = Load.With(null, variable is null ? [] : [variable], argument is null ? [] : [argument]);

        Assert.Empty(loaded.Problems);
        Assert.Equal(loopbackOnly, loaded.Options.Server.LoopbackOnly);
        foreach (var listener in Listener.Of(loaded.Options)) Assert.Equal(loopbackOnly, listener.Addresses.All(IPAddress.IsLoopback));
    }

    [Theory]
    [InlineData("--batata.listen-address=0.0.0.0")]
    [InlineData("--batata.listen-address=*")]
    [InlineData("--server.address=192.0.2.1")]
    [InlineData("--nacos.remote.grpc.listen.ip=::")]
    public void OpenAddress_WithoutSayingThatAuthIsOff_IsRefused(string argument)
    {
        Assert.Contains("nacos.core.auth.enabled=false", Assert.Single(Load.With(arguments: argument).Problems), StringComparison.Ordinal);
        Assert.Empty(Load.With(null, [], argument, "--nacos.core.auth.enabled=false").Problems);
    }

    [Fact]
    public void Address_OfEachPort_IsAsSaid()
    {
        var loaded = Load.With(null, [], "--batata.listen-address=127.0.0.2", "--nacos.remote.grpc.listen.ip=127.0.0.3");

        Assert.Empty(loaded.Problems);
        Assert.Equal(["127.0.0.2", "127.0.0.3", "127.0.0.2"], Listener.Of(loaded.Options).Select(static listener => Assert.Single(listener.Addresses).ToString()));
    }

    [Fact]
    public void Dev_IsLoopback_WhateverElseIsSaid()
    {
        var loaded = Load.With(null, ["BATATA_LISTEN_ADDRESS=0.0.0.0"], "--dev");

        Assert.Empty(loaded.Problems);
        Assert.False(loaded.Options.Auth.Enabled);
        Assert.All(Listener.Of(loaded.Options).SelectMany(static listener => listener.Addresses), static address => Assert.True(IPAddress.IsLoopback(address)));
    }
}
