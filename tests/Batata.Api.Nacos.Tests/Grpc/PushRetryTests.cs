using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Push;
using Batata.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Grpc;

public sealed class PushRetryTests : IDisposable
{
    private static readonly PushAck Accepted = new() { ResultCode = 200 };
    private static readonly PushAck Refused = new() { ResultCode = 500 };

    private readonly FakeTimeProvider _time = new();
    private readonly DeadlineQueue _deadlines;
    private readonly ClientConnections _connections;
    private readonly ClientConnection _connection;
    private readonly PushCodec _pushes = new(new PayloadCodec(), new LocalAddress());
    private readonly Slot _slot;
    private Outbox _outbox;

    public PushRetryTests()
    {
        _deadlines = new DeadlineQueue(_time);
        _connections = new ClientConnections([], new ConnectionLimits(Options.Create(new NacosOptions()), Options.Create(new LimitOptions())), _time, NullLogger<ClientConnections>.Instance);
        _connection = _connections.Of(new DefaultHttpContext { Connection = { Id = "test" } });
        Assert.True(_connections.TryRegister(_connection, new ClientInfo(new ConnectionSetupRequest(), null, _connection)));
        _outbox = Attach();
        _slot = new Slot(_connection, Retries());
    }

    public void Dispose() => _deadlines.Dispose();

    private PushRetries Retries() =>
        new(_deadlines, _time, AckTimeout: TimeSpan.FromSeconds(3), MaxTries: 4, Pause: TimeSpan.FromSeconds(2), Growing: true);

    [Fact]
    public async Task Push_ThatIsAcknowledged_IsSentOnce()
    {
        var id = Offer();
        Assert.Equal(id, await SentAsync());
        _connection.Answer(id, Accepted, new Payload());
        Assert.True(_slot.IsSettled);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(HasSent());
    }

    [Fact]
    public async Task Push_ThatIsRefused_IsSentAgainAfterTwoSeconds()
    {
        var id = Offer();
        await SentAsync();
        _connection.Answer(id, Refused, new Payload());
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(HasSent());
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(id, await SentAsync());
    }

    [Fact]
    public async Task Push_WithoutAnswer_IsSentAgain_LaterEachTime_AndGivenUp()
    {
        Offer();
        foreach (var pause in (double[])[2, 4, 6])
        {
            await SentAsync();
            _time.Advance(TimeSpan.FromSeconds(3.1)); // until the answer is missed
            _time.Advance(TimeSpan.FromSeconds(pause - 0.1));
            Assert.False(HasSent());
            _time.Advance(TimeSpan.FromSeconds(0.2));
        }
        await SentAsync();
        Assert.Null(_slot.GaveUpDeaf);
        _time.Advance(TimeSpan.FromSeconds(3.1));
        await Wait.UntilAsync(() => _slot.GaveUpDeaf is not null, "the push to be given up");
        Assert.True(_slot.GaveUpDeaf);
        Assert.True(_slot.IsSettled);
    }

    [Fact]
    public async Task Push_GivenUp_WhileOthersAreAcknowledged_IsNotTheConnectionsFault()
    {
        Offer();
        var other = new Slot(_connection, Retries());
        for (var i = 0; i < 4; i++)
        {
            await SentAsync();
            var id = _pushes.NextId();
            other.Offer(_pushes.Write(new ClientDetectionRequest(), id), id);
            await SentAsync();
            _connection.Answer(id, Accepted, new Payload());
            _time.Advance(TimeSpan.FromSeconds(3.1));
            _time.Advance(TimeSpan.FromSeconds(10));
        }
        await Wait.UntilAsync(() => _slot.GaveUpDeaf is not null, "the push to be given up");
        Assert.False(_slot.GaveUpDeaf);
    }

    [Fact]
    public async Task LateAnswer_StillCounts()
    {
        var id = Offer();
        await SentAsync();
        _time.Advance(TimeSpan.FromSeconds(3.1)); // waits for the second try now
        _connection.Answer(id, Accepted, new Payload());
        Assert.True(_slot.IsSettled);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(HasSent());
    }

    [Fact]
    public async Task NewerPush_TakesThePlaceOfAnOlderOne()
    {
        Offer();
        var second = Offer(); // the first was not sent yet
        Assert.Equal(second, await SentAsync());
        Assert.False(HasSent());

        var third = Offer(); // the second is not acknowledged yet
        Assert.Equal(third, await SentAsync());
        _connection.Answer(second, Accepted, new Payload());
        Assert.False(_slot.IsSettled);
        _time.Advance(TimeSpan.FromSeconds(3.1));
        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(third, await SentAsync());
    }

    [Fact]
    public async Task Push_WithoutStream_WaitsForOne()
    {
        _connection.Detach(_outbox);
        var id = Offer();
        _outbox = Attach();
        Assert.False(HasSent());
        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(id, await SentAsync());
    }

    [Fact]
    public async Task Pushes_LeftInABrokenStream_AreSentOnTheNextOne()
    {
        var retries = Retries();
        var slots = Enumerable.Range(0, 5).Select(_ => new Slot(_connection, retries)).ToList();
        var ids = new List<long>();
        foreach (var slot in slots)
        {
            ids.Add(_pushes.NextId());
            slot.Offer(_pushes.Write(new ClientDetectionRequest(), ids[^1]), ids[^1]);
        }
        await Assert.ThrowsAsync<IOException>(() => _outbox.RunAsync(new BrokenStream(), CancellationToken.None)); // some were taken, some not
        _connection.Detach(_outbox);
        _outbox = Attach();
        _time.Advance(TimeSpan.FromSeconds(3.1));
        _time.Advance(TimeSpan.FromSeconds(2.1));
        var sent = new List<long>();
        while (sent.Count < ids.Count) sent.Add(await SentAsync());
        Assert.Equal(ids, sent.Order());
    }

    [Fact]
    public void Push_ToAConnectionThatEnds_IsOver()
    {
        Offer();
        _connections.Abort(_connection, "test");
        Assert.True(_slot.IsSettled);
        Assert.Null(_slot.GaveUpDeaf);
    }

    private Outbox Attach()
    {
        var outbox = new Outbox(() => Assert.Fail("overflow"), _time);
        Assert.True(_connection.TryAttach(outbox));
        return outbox;
    }

    private long Offer()
    {
        var id = _pushes.NextId();
        _slot.Offer(_pushes.Write(new ClientDetectionRequest(), id), id);
        return id;
    }

    private bool HasSent() => _outbox.Waiting > 0;

    /// <summary>Sends one message as the writer of the stream would, and tells its request id.</summary>
    private async Task<long> SentAsync()
    {
        Payload? sent = null;
        await Wait.UntilAsync(() => _outbox.TryTake(out sent), "a push to be sent");
        using var body = System.Text.Json.JsonDocument.Parse(sent!.Body.Value.ToStringUtf8());
        return long.Parse(body.RootElement.GetProperty("requestId").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class BrokenStream : IServerStreamWriter<Payload>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Payload message) => Task.FromException(new IOException("broken"));

        public Task WriteAsync(Payload message, CancellationToken cancellationToken) => WriteAsync(message);
    }

    private sealed class Slot(ClientConnection connection, PushRetries retries) : PushSlot(connection, retries)
    {
        public bool? GaveUpDeaf { get; private set; }

        protected override void GaveUp(bool deaf) => GaveUpDeaf = deaf;
    }
}
