using Batata.Api.Consul.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Tests.Http;

public sealed class QueryOptionsTests
{
    [Theory]
    [InlineData("", 0, 0, false, false)]
    [InlineData("index=7&wait=10s", 7, 10_000, false, false)]
    [InlineData("index=", 0, 0, false, false)]
    [InlineData("index=18446744073709551615", ulong.MaxValue, 0, false, false)]
    [InlineData("wait=1us", 0, 1, false, false)] // a wait all the same, and not the default
    [InlineData("wait=-5s", 0, 0, false, false)]
    [InlineData("wait=0", 0, 0, false, false)]
    [InlineData("stale", 0, 0, true, false)]
    [InlineData("stale=false", 0, 0, true, false)] // a flag is set when it is there
    [InlineData("consistent=0", 0, 0, false, true)]
    [InlineData("max_stale=10s", 0, 0, true, false)]
    [InlineData("max_stale=0s", 0, 0, false, false)]
    [InlineData("index=1&index=x", 1, 0, false, false)] // the first one counts
    [InlineData("INDEX=x&Stale", 0, 0, false, false)] // names have letter case
    public void Parse_TakesWhatConsulTakes(string query, ulong index, long waitMs, bool stale, bool consistent)
    {
        Assert.Null(QueryOptions.Parse(Request(query), out var options));
        Assert.Equal((index, waitMs, stale, consistent), (options.Index, options.WaitMs, options.Stale, options.Consistent));
    }

    [Theory]
    [InlineData("index=-1", "Invalid index")]
    [InlineData("index=1.5", "Invalid index")]
    [InlineData("index=18446744073709551616", "Invalid index")]
    [InlineData("wait=10", "Invalid wait time")]
    [InlineData("wait=1d", "Invalid wait time")]
    [InlineData("wait=x&index=x", "Invalid wait time")] // looked at before the index
    [InlineData("stale&consistent", "Cannot specify ?stale with ?consistent, conflicting semantics.")]
    [InlineData("max_stale=1s&consistent", "Cannot specify ?stale with ?consistent, conflicting semantics.")]
    [InlineData("cached&consistent", "Cannot specify ?cached with ?consistent, conflicting semantics.")]
    [InlineData("max_stale=x", "Invalid max_stale value \"x\"")]
    public void Parse_RefusesInConsulsWords(string query, string expected) => Assert.Equal(expected, QueryOptions.Parse(Request(query), out _));

    [Theory]
    [InlineData("max-age=5", true)]
    [InlineData("max-age=5, must-revalidate, stale-if-error=60", true)]
    [InlineData("no-cache", true)]
    [InlineData("max-age=x", false)]
    [InlineData("max-age", false)]
    [InlineData("stale-if-error=", false)]
    public void Parse_LooksAtTheNumbersOfCacheControl(string header, bool taken)
    {
        var request = Request("");
        request.Http.Request.Headers.CacheControl = header;
        Assert.Equal(taken ? null : "Invalid Cache-Control header.", QueryOptions.Parse(request, out _));
    }

    [Theory]
    [InlineData("dc=a", "a")]
    [InlineData("dc=a&datacenter=b", "b")]
    [InlineData("dc=a&datacenter=", "a")]
    public void Parse_TakesTheLongNameOfTheDatacenterFirst(string query, string expected)
    {
        Assert.Null(QueryOptions.Parse(Request(query), out var options));
        Assert.Equal(expected, options.Datacenter);
    }

    [Theory]
    [InlineData("ns=default", null, "Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature")]
    [InlineData("partition=default", null, "Invalid query parameter: \"partition\" - Partitions are a Consul Enterprise feature")]
    [InlineData("", "X-Consul-Namespace", "Invalid header: \"X-Consul-Namespace\" - Namespaces are a Consul Enterprise feature")]
    [InlineData("", "X-Consul-Partition", "Invalid header: \"X-Consul-Partition\" - Partitions are a Consul Enterprise feature")]
    [InlineData("ns=&partition=", null, null)]
    public void RefuseEnterprise_OfWhatThisEditionHasNot_SaysWhere(string query, string? header, string? expected)
    {
        var request = Request(query);
        if (header is not null) request.Http.Request.Headers[header] = "x";
        Assert.Equal(expected, QueryOptions.RefuseEnterprise(request));
    }

    private static ConsulRequest Request(string query) =>
        new(new DefaultHttpContext(), new ConsulRoute("/v1/kv/"), ConsulPermission.Open, "/v1/kv/a", "a", ConsulQuery.Parse(query)!);
}
