using System.Net;
using System.Text;
using Batata.Application.Identity;
using Batata.Host.Listeners;

namespace Batata.Host.Tests.Settings;

public sealed class AuthRuleTests
{
    private const string TokenKey = "nacos.core.auth.plugin.nacos.token.secret.key";
    private const string OldDefault = "SecretKey012345678901234567890123456789012345678901234567890123456789";

    [Theory]
    [InlineData(true, null, null)]
    [InlineData(false, null, "--nacos.core.auth.enabled=false")]
    [InlineData(false, "NACOS_CORE_AUTH_ENABLED=false", null)]
    [InlineData(false, "NACOS_AUTH_ENABLE=false", null)]
    [InlineData(true, "NACOS_AUTH_ENABLE=false", "--nacos.core.auth.enabled=true")]
    [InlineData(true, null, "--nacos.core.auth.enabled=")]
    [InlineData(false, null, "--dev")]
    public void Login_IsNeeded_UnlessSomebodySaysOtherwise(bool needed, string? variable, string? argument)
    {
        var loaded = Load.With(null, variable is null ? [] : [variable], argument is null ? [] : [argument]);

        Assert.Empty(loaded.Problems);
        foreach (var scope in Enum.GetValues<AccessScope>()) Assert.Equal(needed, loaded.Options.Auth.Guards(scope));
        Assert.Equal(!needed, loaded.Warnings.Any(static warning => warning.Contains("uthorization", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--nacos.core.auth.admin.enabled=true", AccessScope.Admin)]
    [InlineData("--nacos.core.auth.console.enabled=true", AccessScope.Console)]
    public void Scope_ThatIsNamed_IsGuardedAlone(string argument, AccessScope guarded)
    {
        var auth = Load.With(null, [], "--nacos.core.auth.enabled=false", argument).Options.Auth;

        foreach (var scope in Enum.GetValues<AccessScope>()) Assert.Equal(scope == guarded, auth.Guards(scope));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "--nacos.core.auth.enabled=false")]
    [InlineData(true, "--dev")]
    public void OtherMachines_AreServed_ButByDev(bool loopbackOnly, string? argument)
    {
        var loaded = Load.With(null, [], argument is null ? [] : [argument]);

        foreach (var listener in Listener.Of(loaded.Options)) Assert.Equal(loopbackOnly, listener.Addresses.All(IPAddress.IsLoopback));
    }

    [Fact]
    public void Address_OfEachPort_IsAsSaid()
    {
        var loaded = Load.With(null, [], "--batata.listen-address=127.0.0.2", "--nacos.remote.grpc.listen.ip=127.0.0.3");

        Assert.Empty(loaded.Problems);
        Assert.Equal(["127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.2"], Listener.Of(loaded.Options).Select(static listener => Assert.Single(listener.Addresses).ToString()));
    }

    [Fact]
    public void Dev_IsLoopback_WhateverElseIsSaid()
    {
        var loaded = Load.With(null, ["BATATA_LISTEN_ADDRESS=0.0.0.0"], "--dev", "--nacos.core.auth.console.enabled=true");

        Assert.Empty(loaded.Problems);
        Assert.All(Enum.GetValues<AccessScope>(), scope => Assert.False(loaded.Options.Auth.Guards(scope)));
        Assert.All(Listener.Of(loaded.Options).SelectMany(static listener => listener.Addresses), static address => Assert.True(IPAddress.IsLoopback(address)));
    }

    public static TheoryData<string> KnownKeys =>
    [
        OldDefault, Encode(OldDefault), Encode(Encode(OldDefault)), "VGhpc0lzTXlDdXN0b21TZWNyZXRLZXkwMTIzNDU2Nzg=",
    ];

    [Theory]
    [MemberData(nameof(KnownKeys))]
    public void TokenKey_ThatEverybodyKnows_IsRefused_AndNotUsedWhereNobodyIsAsked(string key)
    {
        var problem = Assert.Single(Load.With(arguments: $"--{TokenKey}={key}").Problems);
        Assert.StartsWith($"{TokenKey}: is known to everybody", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);

        var off = Load.With(null, [], $"--{TokenKey}={key}", "--nacos.core.auth.enabled=false");
        Assert.Empty(off.Problems);
        Assert.Null(off.Options.Auth.TokenKey);
    }

    [Theory]
    [InlineData("serverIdentity", "security")]
    [InlineData("anything", "security")]
    [InlineData("nacos", "nacos")]
    [InlineData("example", "example")]
    public void ServerIdentity_ThatEverybodyKnows_IsRefused(string name, string value) => Assert.StartsWith(
        "nacos.core.auth.server.identity.value: is known to everybody",
        Assert.Single(Load.With(null, [], $"--nacos.core.auth.server.identity.key={name}", $"--nacos.core.auth.server.identity.value={value}").Problems),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("key")]
    [InlineData("value")]
    public void ServerIdentity_WithHalfOfIt_IsRefused(string half) =>
        Assert.Contains("has no meaning without", Assert.Single(Load.With(arguments: $"--nacos.core.auth.server.identity.{half}=ours-alone").Problems), StringComparison.Ordinal);

    [Fact]
    public void UserAgent_ThatWouldOpenTheDoor_IsRefused() =>
        Assert.Contains("lets nobody in", Assert.Single(Load.With(arguments: "--nacos.core.auth.enable.userAgentAuthWhite=true").Problems), StringComparison.Ordinal);

    [Fact]
    public void AdminPassword_LongerThanBCryptReads_IsRefused() =>
        Assert.StartsWith("batata.auth.admin-password", Assert.Single(Load.With(environment: [$"BATATA_AUTH_ADMIN_PASSWORD={new string('ü', 37)}"]).Problems), StringComparison.Ordinal);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
