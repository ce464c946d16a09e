using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>By HTTP long polling, as SDKs 1.x. Protocol source: Nacos <c>ConfigController.listener</c>.</summary>
internal sealed class PollingListener(NodeProcess node, IReadOnlyList<string> dataIds, Random random) : IConfigListener
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(40) };
    private readonly HttpConfigClient _configs = new(node);
    private readonly ConcurrentDictionary<string, string?> _known = new();
    private readonly Workers _workers = new();
    private volatile int _turns;

    public string Name => $"long poll on {node.Address}";

    public string? Known(string dataId) => _known.GetValueOrDefault(dataId);

    public async Task StartAsync()
    {
        _workers.Start(TurnAsync, random, TimeSpan.FromMilliseconds(10));
        await Wait.UntilAsync(() => _turns > 0, $"the {Name}");
    }

    public Task StopAsync() => _workers.StopAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _configs.Dispose();
        _workers.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TurnAsync(CancellationToken end)
    {
        var text = new StringBuilder();
        foreach (var dataId in dataIds) text.Append(CultureInfo.InvariantCulture, $"{dataId}\u0002{HttpConfigClient.Group}\u0002{Md5(Known(dataId))}\u0001");
        using var form = new FormUrlEncodedContent([new("Listening-Configs", text.ToString())]);
        using var request = new HttpRequestMessage(HttpMethod.Post, node.Nacos + "/v1/cs/configs/listener") { Content = form };
        request.Headers.Add("Long-Pulling-Timeout", "30000");
        if (_turns == 0) request.Headers.Add("Long-Pulling-Timeout-No-Hangup", "true");
        try
        {
            using var answer = await _http.SendAsync(request, end);
            if (!answer.IsSuccessStatusCode) return;
            var changed = Uri.UnescapeDataString((await answer.Content.ReadAsStringAsync(end)).Trim());
            foreach (var one in changed.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
            {
                var dataId = one.Split('\u0002')[0];
                _known[dataId] = (await _configs.FindAsync(dataId, end))?.Content;
            }
            _turns++;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // The node is away; the next turn says again what is known.
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // no answer
        }
    }

    private static string Md5(string? text) => text is null ? "" : Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
