using System.Text.Json;
using Batata.Api.Consul.Tests.Http;
using Batata.Application.KeyHistory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Tests.KeyHistory;

public sealed class KeyHistoryTests
{
    [Fact]
    public async Task EveryWrite_IsInTheHistory_NewestFirst()
    {
        await using var server = await ConsulServer.StartAsync();
        await server.PutAsync("/v1/kv/app/db?flags=7", "one");
        var first = (await server.GetAsync("/v1/kv/app/db")).Index;
        await server.PutAsync($"/v1/kv/app/db?cas={first}", "second");
        await server.PutAsync("/v1/kv/app/db", "second"); // changes nothing but the flags that are 0 already
        await server.PutAsync("/v1/kv/app/other", "x");
        Assert.Equal("true", (await server.SendAsync("DELETE", "/v1/kv/app/db")).Body);

        var history = await ReadAsync(server, "/v1/kv-history/app/db");
        var versions = history.GetProperty("Versions").EnumerateArray().ToList();
        Assert.Equal(["delete", "cas", "set"], versions.Select(static one => one.GetProperty("Verb").GetString()));
        Assert.Equal([true, false, false], versions.Select(static one => one.GetProperty("Deleted").GetBoolean()));
        Assert.Equal([0, 6, 3], versions.Select(static one => one.GetProperty("Size").GetInt32()));
        Assert.Equal(7, versions[2].GetProperty("Flags").GetInt32());
        Assert.Equal("127.0.0.1", versions[0].GetProperty("Address").GetString());
        Assert.True((DateTimeOffset.UtcNow - versions[0].GetProperty("At").GetDateTimeOffset()).Duration() < TimeSpan.FromMinutes(5));
        Assert.Equal(first, versions[2].GetProperty("Index").GetUInt64());
        Assert.Equal(JsonValueKind.Null, history.GetProperty("Before").ValueKind);
        Assert.Equal(404, (await server.GetAsync("/v1/kv-history/unknown")).Status);
    }

    [Fact]
    public async Task Transaction_LeavesOneVersionOfAKey_WhatItWasInTheEnd()
    {
        await using var server = await ConsulServer.StartAsync();
        await server.PutAsync("/v1/kv/k", "before");
        var done = await server.SendAsync("PUT", "/v1/txn", """
            [{"KV":{"Verb":"set","Key":"k","Value":"MQ=="}},{"KV":{"Verb":"delete","Key":"k"}},{"KV":{"Verb":"set","Key":"k","Value":"bGFzdA=="}},{"KV":{"Verb":"set","Key":"other","Value":"MQ=="}}]
            """);
        Assert.Equal(200, done.Status);
        var first = await ReadAsync(server, "/v1/kv-history/k?limit=1");
        var version = Assert.Single(first.GetProperty("Versions").EnumerateArray().ToList());
        Assert.Equal(("set", 4), (version.GetProperty("Verb").GetString(), version.GetProperty("Size").GetInt32()));
        Assert.Equal("bGFzdA==", (await ReadAsync(server, $"/v1/kv-history/k?index={version.GetProperty("Index")}")).GetProperty("Value").GetString());
        var second = await ReadAsync(server, $"/v1/kv-history/k?limit=1&before={first.GetProperty("Before")}");
        Assert.Equal(6, Assert.Single(second.GetProperty("Versions").EnumerateArray().ToList()).GetProperty("Size").GetInt32());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("Before").ValueKind);
    }

    [Fact]
    public async Task Version_IsShownWithItsValue_AndPutBack()
    {
        await using var server = await ConsulServer.StartAsync();
        await server.PutAsync("/v1/kv/k?flags=3", "old");
        var old = (await server.GetAsync("/v1/kv/k")).Index;
        await server.PutAsync("/v1/kv/k", "new");
        var current = (await server.GetAsync("/v1/kv/k")).Index;
        var version = await ReadAsync(server, $"/v1/kv-history/k?index={old}");
        Assert.Equal(("b2xk", "k", true), (version.GetProperty("Value").GetString(), version.GetProperty("Key").GetString(), version.GetProperty("HasValue").GetBoolean()));
        Assert.Equal(404, (await server.GetAsync($"/v1/kv-history/k?index={old + 1_000}")).Status);

        Assert.Equal((200, "false"), await PutAsync(server, $"/v1/kv-history/k?index={old}&cas={old}"));
        Assert.Equal((200, "true"), await PutAsync(server, $"/v1/kv-history/k?index={old}&cas={current}"));
        Assert.Equal("old", (await server.GetAsync("/v1/kv/k?raw")).Body);
        var newest = (await ReadAsync(server, "/v1/kv-history/k?limit=1")).GetProperty("Versions")[0];
        Assert.Equal(("restore", old, 3), (newest.GetProperty("Verb").GetString(), newest.GetProperty("RestoredFrom").GetUInt64(), newest.GetProperty("Flags").GetInt32()));

        await server.SendAsync("DELETE", "/v1/kv/k");
        var deleted = (await ReadAsync(server, "/v1/kv-history/k")).GetProperty("Versions")[0].GetProperty("Index").GetUInt64();
        Assert.Equal(400, (await PutAsync(server, $"/v1/kv-history/k?index={deleted}")).Status);
        Assert.Equal((200, "true"), await PutAsync(server, $"/v1/kv-history/k?index={current}")); // also a key that is gone comes back
        Assert.Equal("new", (await server.GetAsync("/v1/kv/k?raw")).Body);
        Assert.Equal(404, (await PutAsync(server, "/v1/kv-history/k?index=999999")).Status);
        Assert.Equal(400, (await PutAsync(server, "/v1/kv-history/k?index=x")).Status);
        Assert.Equal(400, (await PutAsync(server, "/v1/kv-history/k")).Status);
        Assert.Equal(400, (await PutAsync(server, "/v1/kv-history/?index=1")).Status);
    }

    [Fact]
    public async Task Versions_BeyondTheNumberThatStays_AreForgotten_AndPagesFollowEachOther()
    {
        await using var server = await StartAsync(new KeyHistoryOptions { Versions = 5, MaxValueBytes = 4 });
        for (var i = 0; i < 8; i++) await server.PutAsync("/v1/kv/k", $"v{i}");
        await server.PutAsync("/v1/kv/k", "too large");
        var all = (await ReadAsync(server, "/v1/kv-history/k")).GetProperty("Versions").EnumerateArray().ToList();
        Assert.Equal(5, all.Count);
        Assert.Equal((9, false), (all[0].GetProperty("Size").GetInt32(), all[0].GetProperty("HasValue").GetBoolean()));
        Assert.Equal((400, "was too large"), (await PutAsync(server, $"/v1/kv-history/k?index={all[0].GetProperty("Index").GetUInt64()}")) is var (status, text)
            ? (status, text.Contains("was too large", StringComparison.Ordinal) ? "was too large" : text) : default);
        var page = await ReadAsync(server, "/v1/kv-history/k?limit=2");
        Assert.Equal(2, page.GetProperty("Versions").GetArrayLength());
        var next = await ReadAsync(server, $"/v1/kv-history/k?limit=3&before={page.GetProperty("Before").GetUInt64()}");
        Assert.Equal(all.Skip(2).Select(static one => one.GetProperty("Index").GetUInt64()), next.GetProperty("Versions").EnumerateArray().Select(static one => one.GetProperty("Index").GetUInt64()));
        Assert.Equal(JsonValueKind.Null, next.GetProperty("Before").ValueKind);
    }

    [Fact]
    public async Task TreesAndTransactions_AreInTheHistoryOfEachKey()
    {
        await using var server = await ConsulServer.StartAsync();
        Assert.Equal(200, (await server.SendAsync("PUT", "/v1/txn", """[{"KV":{"Verb":"set","Key":"t/a","Value":"MQ=="}},{"KV":{"Verb":"set","Key":"t/b","Value":"Mg=="}}]""")).Status);
        Assert.Equal(409, (await server.SendAsync("PUT", "/v1/txn", """[{"KV":{"Verb":"set","Key":"t/a","Value":"Mw=="}},{"KV":{"Verb":"cas","Key":"t/b","Index":9999}}]""")).Status);
        Assert.Equal("true", (await server.SendAsync("DELETE", "/v1/kv/t/?recurse")).Body);
        foreach (var key in (string[])["t/a", "t/b"])
        {
            var versions = (await ReadAsync(server, $"/v1/kv-history/{key}")).GetProperty("Versions").EnumerateArray();
            Assert.Equal(["delete-tree", "set"], versions.Select(static one => one.GetProperty("Verb").GetString()));
        }
    }

    private static Task<ConsulServer> StartAsync(KeyHistoryOptions options) => ConsulServer.StartAsync(replace: services => services.AddSingleton(Options.Create(options)));

    private static async Task<JsonElement> ReadAsync(ConsulServer server, string target)
    {
        var answer = await server.GetAsync(target);
        Assert.Equal(200, answer.Status);
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    private static async Task<(int Status, string Body)> PutAsync(ConsulServer server, string target)
    {
        var answer = await server.SendAsync("PUT", target);
        return (answer.Status, answer.Body);
    }
}
