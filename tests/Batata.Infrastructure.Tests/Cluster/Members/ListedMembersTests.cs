using System.Net;
using System.Net.Sockets;
using System.Text;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Tests.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>The member list as somebody maintains it.</summary>
public sealed class ListedMembersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ClusterOptions _options = new() { Members = [new("10.0.0.1", 8848, 7848)], Self = new("10.0.0.1", 8848, 7848) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_ThatChanges_IsTakenOver_AndOneThatIsWrongIsNot()
    {
        var file = _options.MemberListFile = _folder.File("cluster.conf");
        var listed = new ListedMembers(_options, null, _time, NullLogger.Instance);
        await listed.LookAsync(default);
        Assert.Equal(["10.0.0.1:8848"], Texts(listed)); // no file: the setting counts
        await File.WriteAllTextAsync(file, "#2026\n10.0.0.1:8848\n10.0.0.2 # another\n");
        await listed.LookAsync(default);
        Assert.Equal(["10.0.0.1:8848", "10.0.0.2:8848"], Texts(listed));
        Assert.Null(listed.Problem);

        foreach (var wrong in (string[])["10.0.0.1:port", "", "# nobody\n"])
        {
            await File.WriteAllTextAsync(file, wrong);
            await listed.LookAsync(default);
            Assert.NotNull(listed.Problem);
            Assert.Equal(2, listed.Current.Count);
        }
        File.Delete(file);
        await listed.LookAsync(default);
        Assert.Contains("is gone", listed.Problem, StringComparison.Ordinal);
        Assert.Equal(2, listed.Current.Count);
        await File.WriteAllTextAsync(file, "10.0.0.1:8848\n");
        await listed.LookAsync(default);
        Assert.Equal(["10.0.0.1:8848"], Texts(listed));
        Assert.Null(listed.Problem);
    }

    [Fact]
    public async Task AddressServer_IsAskedNowAndThen_AndItsSilenceChangesNothing()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/nacos/serverlist");
        using var server = new AddressServer(address);
        var listed = new ListedMembers(_options, server, _time, NullLogger.Instance);
        await Task.WhenAll(listed.LookAsync(default).AsTask(), AnswerAsync(socket, "10.0.0.1:8848\n10.0.0.3\n"));
        Assert.Equal(["10.0.0.1:8848", "10.0.0.3:8848"], Texts(listed));

        socket.Stop();
        for (var i = 0; i < 12; i++)
        {
            await listed.LookAsync(default); // not asked again so soon
            _time.Advance(TimeSpan.FromSeconds(5));
            await listed.LookAsync(default);
        }
        Assert.Null(listed.Problem); // Nacos: more than twelve failures
        _time.Advance(TimeSpan.FromSeconds(5));
        await listed.LookAsync(default);
        Assert.Contains("13 times", listed.Problem, StringComparison.Ordinal);
        Assert.Equal(2, listed.Current.Count);
    }

    private static IEnumerable<string> Texts(ListedMembers listed) => listed.Current.Select(static member => member.ToString());

    private static async Task AnswerAsync(TcpListener socket, string body)
    {
        using var client = await socket.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var asked = new byte[4096];
        Assert.True(await stream.ReadAsync(asked) > 0);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
    }
}
