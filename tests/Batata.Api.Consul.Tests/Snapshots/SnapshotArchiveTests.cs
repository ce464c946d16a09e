using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Snapshots;

/// <summary>What is restored and what is refused; then nothing has changed. Protocol source: Consul <c>snapshot/archive.go</c>.</summary>
public sealed class SnapshotArchiveTests : IAsyncLifetime
{
    private const string Integrity = "failed to read snapshot file: failed checking integrity of snapshot: ";

    private ConsulServer _server = null!;
    private byte[] _archive = [];
    private List<(string Name, byte[] Content)> _files = [];

    public async Task InitializeAsync()
    {
        _server = await ConsulServer.StartAsync();
        await _server.PutAsync("/v1/kv/saved", "1");
        _archive = await _server.Client.GetByteArrayAsync(new Uri("/v1/snapshot", UriKind.Relative));
        _files = Unpack(_archive);
        await _server.PutAsync("/v1/kv/later", "2");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Own_IsRestored_AlsoPackedAnew()
    {
        foreach (var archive in (byte[][])[_archive, Pack(_files), Pack([.. Enumerable.Reverse(_files)])])
        {
            await _server.PutAsync("/v1/kv/later", "2");
            Assert.Equal((200, ""), await RestoreAsync(archive));
            Assert.Equal("[\"saved\"]", (await _server.GetAsync("/v1/kv/?keys")).Body);
        }
    }

    [Theory]
    [InlineData("meta.json", "hash check failed for \"meta.json\"")]
    [InlineData("state.bin", "hash check failed for \"state.bin\"")]
    [InlineData("SHA256SUMS", "file missing for \"meta.json\"")]
    public async Task Incomplete_IsRefused(string missing, string problem) => await RefusesAsync(Pack([.. _files.Where(file => file.Name != missing)]), Integrity + problem);

    [Fact]
    public async Task Changed_IsRefused()
    {
        await RefusesAsync(Pack(With("state.bin", Content("state.bin")[..^1])), Integrity + "hash check failed for \"state.bin\"");
        await RefusesAsync(Pack(With("SHA256SUMS", "sums\n"u8.ToArray())), Integrity + "no hex data for %x string");
        await RefusesAsync(Pack(With("SHA256SUMS", [.. Content("SHA256SUMS"), .. "00  other\n"u8])), Integrity + "list missing hash for \"other\"");
        await RefusesAsync(Pack([.. _files, ("more", [1])]), "failed to read snapshot file: unexpected file \"more\" in snapshot");
        await RefusesAsync(Pack(Signed(With("meta.json", "{"u8.ToArray()))), "failed to read snapshot file: failed to decode snapshot metadata: ");
        await RefusesAsync(Pack(Signed(With("state.bin", "of another server"u8.ToArray()))), "failed to restore snapshot: this is no state of Batata");
    }

    [Fact]
    public async Task NoArchive_IsRefused()
    {
        await RefusesAsync([], "failed to decompress snapshot: EOF");
        await RefusesAsync("plain text"u8.ToArray(), "failed to decompress snapshot: gzip: invalid header");
        await RefusesAsync(Compress(Encoding.ASCII.GetBytes(new string('x', 5_000))), "failed to read snapshot file: failed reading snapshot: ");
        await RefusesAsync(_archive[..(_archive.Length / 2)], "failed to read snapshot file: ");
        await RefusesAsync(_archive[..^4], "failed to read snapshot file: ");
        await RefusesAsync([.. _archive, .. "more"u8], "failed to read snapshot file: something stands behind its end");
        await RefusesAsync([.. _archive, .. Compress([1])], "failed to read snapshot file: something stands behind its end");
    }

    private async Task RefusesAsync(byte[] archive, string problem)
    {
        var (status, text) = await RestoreAsync(archive);
        Assert.Equal(500, status);
        Assert.StartsWith(problem, text, StringComparison.Ordinal);
        Assert.Equal("[\"later\",\"saved\"]", (await _server.GetAsync("/v1/kv/?keys")).Body);
    }

    private async Task<(int Status, string Text)> RestoreAsync(byte[] archive)
    {
        using var answer = await _server.Client.PutAsync(new Uri("/v1/snapshot", UriKind.Relative), new ByteArrayContent(archive));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private byte[] Content(string name) => _files.Find(file => file.Name == name).Content;

    private List<(string Name, byte[] Content)> With(string name, byte[] content) => [.. _files.Select(file => file.Name == name ? (name, content) : file)];

    private static List<(string Name, byte[] Content)> Signed(List<(string Name, byte[] Content)> files)
    {
        var sums = string.Concat(files.Where(static file => file.Name != "SHA256SUMS").Select(static file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Content))}  {file.Name}\n"));
        return [.. files.Select(file => file.Name == "SHA256SUMS" ? (file.Name, Encoding.ASCII.GetBytes(sums)) : file)];
    }

    private static List<(string Name, byte[] Content)> Unpack(byte[] archive)
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        var files = new List<(string, byte[])>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add((entry.Name, content.ToArray()));
        }
        return files;
    }

    private static byte[] Pack(List<(string Name, byte[] Content)> files)
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        return Compress(packed.ToArray());
    }

    private static byte[] Compress(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }
}
