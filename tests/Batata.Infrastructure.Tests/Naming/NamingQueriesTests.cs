using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.Sync;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class NamingQueriesTests : IDisposable
{
    private readonly RegistryFixture _naming = new();
    private readonly NamingQueries _queries;

    public NamingQueriesTests() => _queries = new NamingQueries(_naming.Core, new PeerRecords(_naming.Core));

    public void Dispose() => _naming.Dispose();

    [Theory]
    [InlineData(1, 2, "a b")]
    [InlineData(2, 2, "c")]
    [InlineData(3, 2, "")]
    [InlineData(0, 2, "a b")]
    [InlineData(-5, 10, "a b c")]
    [InlineData(1, 0, "")]
    [InlineData(int.MaxValue, int.MaxValue, "")]
    public void ListNames_PagesOneGroup(int page, int size, string expected)
    {
        foreach (var name in new[] { "c", "a", "b" }) Register(Key(name, "g"));
        Register(Key("x", "f"));
        Register(Key("x", "gg"));
        Register(Key("x", "g", "other"));
        var names = _queries.ListNames("public", "g", page, size);
        Assert.Equal((3, expected), (names.Count, string.Join(' ', names.Names)));
        Assert.Equal(0, _queries.ListNames("public", "e", 1, 10).Count);
        Assert.Equal(0, _queries.ListNames("none", "g", 1, 10).Count);
    }

    [Fact]
    public void ListNames_SeesAWriteAtOnce()
    {
        Assert.Equal(0, _queries.ListNames("public", "g", 1, 10).Count);
        Register(Key("a", "g"));
        Assert.Equal(1, _queries.ListNames("public", "g", 1, 10).Count);
        _naming.Advance(100);
        _naming.Registry.Deregister(Key("a", "g"), "10.0.0.1", 80);
        Assert.Equal(1, _queries.ListNames("public", "g", 1, 10).Count); // empty, but still there
    }

    [Fact]
    public void Services_OfOneOrAllNamespaces_AreSorted()
    {
        Register(Key("b", "g", "n2"));
        Register(Key("a", "g", "n1"));
        Register(Key("a", "f", "n2"));
        _naming.Registry.Subscribe(Key("subscribed", "g", "n1"), Subscriber());
        Assert.Equal(["n1@@g@@a", "n2@@f@@a", "n2@@g@@b"], _queries.Services(null).Select(k => k.ToString()));
        Assert.Equal(["n2@@f@@a", "n2@@g@@b"], _queries.Services("n2").Select(k => k.ToString()));
    }

    [Theory]
    [InlineData(null, "n1@@g@@ab n2@@f@@b n2@@g@@a")]
    [InlineData("", "n1@@g@@ab n2@@f@@b n2@@g@@a")]
    [InlineData("b", "n1@@g@@ab n2@@f@@b")]
    [InlineData("@@a", "n1@@g@@ab n2@@g@@a")]
    [InlineData("g.*b", "n1@@g@@ab")]
    [InlineData("^a", "")]
    [InlineData("(?=ab)", "n1@@g@@ab")]
    public void SearchServices_MatchesAPartOfTheWrittenName(string? expression, string expected)
    {
        Register(Key("ab", "g", "n1"));
        Register(Key("a", "g", "n2"));
        Register(Key("b", "f", "n2"));
        Assert.Equal(expected, string.Join(' ', _queries.SearchServices(null, expression).Value.Select(k => k.ToString())));
        Assert.Equal(expected.Split(' ').Count(k => k.StartsWith("n2", StringComparison.Ordinal)), _queries.SearchServices("n2", expression).Value.Count);
    }

    [Fact]
    public void SearchServices_NoExpression_IsRefused() => Assert.Equal(NamingFailures.FilterCode, _queries.SearchServices(null, "(").Failure?.Code);

    [Theory]
    [InlineData(null, null, "web-shop empty web-cart")]
    [InlineData(null, "web", "web-shop web-cart")]
    [InlineData("sale", null, "empty web-cart")]
    [InlineData("sales", "e.*t", "empty web-cart")]
    [InlineData("^sales$", "web-shop|empty", "")]
    [InlineData(null, "(?<=web)-", "web-shop web-cart")]
    [InlineData(null, "Web", "")]
    public void ListServices_FiltersByPartsAndExpressions(string? group, string? name, string expected)
    {
        Catalogue();
        Assert.Equal(expected, Names(_queries.ListServices(new ServiceFilter("public", group, name, HideEmpty: false), 1, 10).Value));
    }

    [Fact]
    public void ListServices_HidesEmptyOnes_PagesAndCounts()
    {
        Catalogue();
        Assert.Equal("web-shop web-cart", Names(_queries.ListServices(new ServiceFilter("public", null, null, HideEmpty: true), 1, 10).Value));
        var second = _queries.ListServices(new ServiceFilter("public", null, null, HideEmpty: false), 2, 2).Value;
        Assert.Equal((3, "web-cart"), (second.Count, Names(second)));
        var shop = _queries.ListServices(new ServiceFilter("public", null, "shop", HideEmpty: false), 1, 1).Value.Services[0];
        Assert.Equal((2, 3, 2), (shop.Clusters.Count, shop.Instances.Length, shop.HealthyCount));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("(")]
    public void ListServices_NoExpression_IsRefused(string name) =>
        Assert.Equal(NamingFailures.FilterCode, _queries.ListServices(new ServiceFilter("public", "(", name, HideEmpty: false), 1, 10).Failure!.Code);

    [Fact]
    public void ListServices_ExpressionThatNeverEnds_CostsLittle()
    {
        Register(Key(new string('a', 60) + "!"));
        var filter = new ServiceFilter("public", null, "(?=a)(a+)+$", HideEmpty: false);
        Assert.Equal("", Names(_queries.ListServices(filter, 1, 10).Value));
    }

    [Fact]
    public void Subscribers_ExactAndByParts()
    {
        _naming.Connect("c");
        _naming.Registry.Subscribe("c", Key("orders", "shop"), Subscriber("10.0.0.2"));
        _naming.Registry.Subscribe(Key("orders", "shop"), Subscriber("10.0.0.1", 5000));
        _naming.Registry.Subscribe(Key("orders", "shop", "other"), Subscriber("10.0.0.1", 5000));
        Assert.Equal(["10.0.0.1:5000#true", "c"], _queries.SubscribersLike("public", "ho", "rder").Select(s => s.ClientId));
        Assert.Empty(_queries.SubscribersLike("public", "Shop", "orders"));
        Assert.Equal(2, _queries.Subscribers(Key("orders", "shop")).Count);
        Assert.Empty(_queries.Subscribers(Key("order", "shop")));
    }

    [Fact]
    public void Clients_WhatTheyAreAndHold()
    {
        _naming.Connect("c");
        _naming.Registry.RegisterBatch("c", Key("batch"), [At("10.0.0.1", 1), At("10.0.0.1", 2)]);
        _naming.Registry.Subscribe("c", Key("orders"), Subscriber(clusters: "HZ"));
        Register(Key("orders"));
        Assert.Equal(["10.0.0.1:80#true", "c"], _queries.ClientIds());
        Assert.Equal("Nacos-Java-Client:v3.0.0", _queries.FindClient("c")!.Connection!.Version);
        var address = _queries.FindClient("10.0.0.1:80#true")!;
        Assert.Equal((NamingClientKind.EphemeralAddress, true, _naming.RegistryClock.NowMs), (address.Kind, address.Ephemeral, address.LastUpdatedMs));
        Assert.Null(address.Connection);
        Assert.Equal([1, 2], _queries.PublishedBy("c")!.Select(p => p.Instance.Port));
        Assert.Equal("HZ", Assert.Single(_queries.SubscribedBy("c")!).Subscriber.Clusters);
        Assert.Empty(_queries.SubscribedBy("10.0.0.1:80#true")!);
        Assert.Equal("10.0.0.1:80#true", Assert.Single(_queries.Publishers(Key("orders"))).ClientId);
        Assert.Null(_queries.FindClient("none"));
        Assert.Null(_queries.PublishedBy("none"));
        Assert.Null(_queries.SubscribedBy("none"));
    }

    [Fact]
    public void Count_CountsEachKind()
    {
        _naming.Connect("c");
        _naming.Registry.RegisterBatch("c", Key("batch"), [At("10.0.0.1", 1), At("10.0.0.1", 2)]);
        _naming.Registry.Subscribe("c", Key("nothing"), Subscriber());
        Register(Key("orders"));
        var counts = _queries.Count();
        Assert.Equal(new NamingCounts(2, 3, 1, 1, 1, 0), counts);
        Assert.Equal(2, counts.Clients);
    }

    [Fact]
    public void Lookups_SayWhatIsMissing()
    {
        Catalogue();
        var registry = _naming.Registry;
        Assert.Equal("service DEFAULT_GROUP@@none is not found!", registry.FindService(Key("none")).Failure!.Message);
        registry.Subscribe(Key("subscribed"), Subscriber());
        Assert.False(registry.FindService(Key("subscribed")).Ok);
        Assert.Equal("service DEFAULT_GROUP@@none is not found!", registry.FindCluster(Key("none"), "HZ").Failure!.Message);
        Assert.Equal("cluster NO is not found!", registry.FindCluster(Key("web-shop"), "NO").Failure!.Message);
        Assert.Equal(2, registry.FindCluster(Key("web-shop"), "HZ").Value.Length);
    }

    private void Catalogue()
    {
        _naming.Registry.Register(Key("web-shop"), At("10.0.0.1") with { ClusterName = "HZ" });
        _naming.Registry.Register(Key("web-shop"), At("10.0.0.2") with { ClusterName = "HZ", Enabled = false });
        _naming.Registry.Register(Key("web-shop"), At("10.0.0.3") with { ClusterName = "SH", Healthy = false });
        Register(Key("web-cart", "sales"));
        Register(Key("empty", "sales"));
        _naming.Registry.Deregister(Key("empty", "sales"), "10.0.0.1", 80);
    }

    private void Register(ServiceKey key) => Assert.True(_naming.Registry.Register(key, At("10.0.0.1")).Ok);

    /// <summary>In their order, which is by group and name.</summary>
    private static string Names(ServicePage page) => string.Join(' ', page.Services.Select(s => s.Key.Name));
}
