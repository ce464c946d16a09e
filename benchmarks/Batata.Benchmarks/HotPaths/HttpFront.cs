using System.Globalization;
using Batata.Api.Nacos;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Push;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

internal static class HttpFront
{
    private const int Listened = 10;

    /// <summary>A config GET behind Kestrel's parser: request target, headers and body. What a server's own features would allocate is not in it.</summary>
    public static HotPath Get() => Get("http-config-get", Gates.Open(), token: null);

    /// <summary>The same with authorization on.</summary>
    public static HotPath GetWithLogin()
    {
        var (gate, token) = Gates.Guarded();
        return Get("http-config-get-login", gate, token);
    }

    private static HotPath Get(string name, NacosGate gate, string? token)
    {
        var state = new StateFixture();
        var key = ConfigKey.Of("application.yml", "DEFAULT_GROUP", "");
        state.Apply(StateFixture.Entry(key, new string('x', 1024)));
        var served = state.Get<IServedConfigs>();
        served.ReadContentAsync(served.Find(key)!.Formal!, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var read = new ConfigFastRead(served, gate, new ReadyNode(), Options.Create(new NacosOptions()));
        var http = new DefaultHttpContext();
        http.Request.Method = HttpMethods.Get;
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = "/nacos/v1/cs/configs?dataId=application.yml&group=DEFAULT_GROUP";
        if (token is not null) http.Request.Headers.Authorization = "Bearer " + token;
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var written = http.Response.BodyWriter;
        return new HotPath(
            name,
            () =>
            {
                http.Response.Headers.Clear();
                if (read.TryServe(http) is not { IsCompletedSuccessfully: true }) throw new InvalidOperationException("The request is not served on the fast path.");
            },
            () =>
            {
                written.Complete();
                state.Dispose();
            });
    }

    /// <summary>The body of a long poll that names ten configs.</summary>
    public static HotPath LongPollBody()
    {
        var body = string.Concat(Enumerable.Range(0, Listened).Select(static i =>
            string.Create(CultureInfo.InvariantCulture, $"application-{i}.yml\u0002DEFAULT_GROUP\u0002900150983cd24fb0d6963f7d28e17f72\u0002tenant\u0001")));
        return new HotPath("long-poll-body", () =>
        {
            if (ListeningConfigs.Decode(body) is not { } text || !ListeningConfigs.TryParse(text, out var configs) || configs.Count != Listened)
                throw new InvalidOperationException("The body is not understood.");
        });
    }

    /// <summary>A poll enters the wheel and leaves it, beside 10,000 that wait.</summary>
    public static HotPath Wheel()
    {
        var wheel = new TimerWheel(TimeProvider.System);
        for (var i = 0; i < 10_000; i++) wheel.Add(Poll(), TimeSpan.FromMinutes(10));
        var poll = Poll();
        return new HotPath(
            "timer-wheel",
            () =>
            {
                wheel.Add(poll, TimeSpan.FromSeconds(29.5));
                wheel.Remove(poll);
            },
            wheel.Dispose);

        static LongPoll Poll() => new([new ListeningConfig("application.yml", "DEFAULT_GROUP", "", null)], "127.0.0.1", tag: null);
    }

    internal sealed class ReadyNode : INodeState
    {
        public string? NotReadyReason => null;

        public Task FirstReady => Task.CompletedTask;
    }
}
