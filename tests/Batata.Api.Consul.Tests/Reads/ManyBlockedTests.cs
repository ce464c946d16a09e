using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Api.Consul.Tests.Reads;

/// <summary>Thousands that wait for one prefix, on connections of their own, as a fleet of watching clients does.</summary>
public sealed class ManyBlockedTests(ITestOutputHelper output)
{
    private const int Watchers = 5_000;

    /// <summary>Of the server, for one that waits: two buffers of a connection and what the question needs.</summary>
    private const int BytesEach = 48 * 1024;

    [Fact]
    public async Task OneWrite_AnswersAll_AndTheyCostLittle()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Consul) };
        await PutAsync(http, "/v1/kv/fleet/a", "1");
        using var first = await http.GetAsync(new Uri("/v1/kv/fleet/?recurse", UriKind.Relative));
        var index = first.Headers.GetValues("X-Consul-Index").Single();
        var empty = node.ResidentBytes();

        var request = Encoding.ASCII.GetBytes($"GET /v1/kv/fleet/?recurse&index={index}&wait=300s HTTP/1.1\r\nHost: x\r\n\r\n");
        var sockets = new List<Socket>(Watchers);
        try
        {
            for (var i = 0; i < Watchers; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync("127.0.0.1", node.Ports.Consul);
                await socket.SendAsync(request);
            }
            var answers = sockets.Select(ReadAsync).ToList();
            // A write beside the prefix must come through while all of them wait, and wake nobody.
            await PutAsync(http, "/v1/kv/other", "1");
            Assert.DoesNotContain(answers, static answer => answer.IsCompleted);
            var full = node.ResidentBytes();

            var watch = Stopwatch.StartNew();
            await PutAsync(http, "/v1/kv/fleet/b", "2");
            var texts = await Task.WhenAll(answers).WaitAsync(TimeSpan.FromSeconds(60));
            output.WriteLine($"{Watchers} answers {watch.ElapsedMilliseconds} ms after the write; {(full - empty) / Watchers / 1024.0:F1} KiB for each that waits");

            var expected = texts[0][texts[0].IndexOf("\r\n\r\n", StringComparison.Ordinal)..];
            Assert.Contains("fleet/b", expected, StringComparison.Ordinal);
            Assert.All(texts, text => Assert.EndsWith(expected, text, StringComparison.Ordinal));
            Assert.True(full - empty < (long)Watchers * BytesEach, $"{(full - empty) / Watchers} bytes for each that waits");
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
        }
        await PutAsync(http, "/v1/kv/fleet/c", "3"); // it lives on
    }

    private static async Task PutAsync(HttpClient http, string path, string value)
    {
        using var content = new StringContent(value);
        using var answer = await http.PutAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal("true", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[4_096];
        var length = 0;
        while (true)
        {
            length += await socket.ReceiveAsync(buffer.AsMemory(length));
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0) continue;
            var at = text.IndexOf("Content-Length: ", StringComparison.Ordinal) + "Content-Length: ".Length;
            if (length >= head + 4 + int.Parse(text.AsSpan(at, text.IndexOf('\r', at) - at), CultureInfo.InvariantCulture)) return text;
        }
    }
}
