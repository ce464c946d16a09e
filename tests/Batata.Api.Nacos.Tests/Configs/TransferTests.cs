using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Batata.Api.Nacos.Configs.Transfer;
using Batata.Api.Nacos.Tests.Http;
using Batata.Application.Configs;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Configs;

public sealed class TransferTests
{
    private const string Admin = "/nacos/v3/admin/cs/config";

    [Fact]
    public async Task Export_ImportedElsewhereAndExportedAgain_HasEqualMembers()
    {
        await using var server = await NacosHttpServer.StartAsync();
        await PublishAsync(server, "app.yml", "port: 1\n", "&type=yaml&appName=shop&desc=front%3A+%22x%22");
        await PublishAsync(server, "123", "n", "&desc=true");
        await PublishAsync(server, "long.txt", new string('x', 100_000), "&desc=" + string.Concat(Enumerable.Repeat("word+", 20)) + "end");
        await CreateNamespaceAsync(server, "copy");
        var first = await server.Client.GetByteArrayAsync($"{Admin}/export");
        var report = await ImportAsync(server, first, "namespaceId=copy");
        Assert.Equal("""{"succCount":3,"skipCount":0}""", report);
        var second = await server.Client.GetByteArrayAsync($"{Admin}/export?namespaceId=copy&ids=");
        Assert.Equal(Members(first), Members(second));
        Assert.Equal(4, Members(first).Count);
    }

    /// <summary>The layout of 1.x holds no types; odd names and contents of all kinds come through in both.</summary>
    [Theory]
    [InlineData("export")]
    [InlineData("exportV2")]
    public async Task ExportV1_ImportedElsewhereAndExportedAgain_HasEqualMembers(string layout)
    {
        await using var server = await NacosHttpServer.StartAsync();
        await PublishAsync(server, "x:1.2_y-Z", "zeile 1\r\nzeile 2\n\ttab  ", "&appName=b%C3%BCro&configTags=a,b");
        await PublishAsync(server, "no-app", "😀 \uFEFF {\"a\": 'b'}", "");
        await PublishAsync(server, "a.b.c.yml", "---\nx: [1, 2]\n", "&type=yaml&appName=shop.x&desc=it's+%23+odd:+yes");
        await CreateNamespaceAsync(server, "copy");
        var first = await server.Client.GetByteArrayAsync($"/nacos/v1/cs/configs?{layout}=true&tenant=&group=&appName=&ids=");
        var answer = await SendAsync(server, "/nacos/v1/cs/configs?import=true&namespace=copy", first);
        Assert.Contains("\"succCount\":3", answer.Text, StringComparison.Ordinal);
        var second = await server.Client.GetByteArrayAsync($"/nacos/v1/cs/configs?{layout}=true&tenant=copy&group=&appName=&ids=");
        Assert.Equal(Members(first), Members(second));
        Assert.Equal(4, Members(first).Count);
    }

    [Theory]
    [InlineData("ABORT", """{"succCount":0,"skipCount":1,"failData":[{"dataId":"a","group":"G"}],"skipData":[{"dataId":"b","group":"G"}]}""")]
    [InlineData("SKIP", """{"succCount":1,"skipCount":1,"skipData":[{"dataId":"a","group":"G"}]}""")]
    [InlineData("OVERWRITE", """{"succCount":2,"skipCount":0}""")]
    public async Task ImportV1_OfWhatExists_SaysSo(string policy, string expected)
    {
        await using var server = await NacosHttpServer.StartAsync();
        await CreateNamespaceAsync(server, "team");
        await PublishAsync(server, "a", "old", "&namespaceId=team");
        var zip = Zip(("G/a", "new"), ("G/b", "new"), (".metadata.yml", "metadata:\n- {group: G, dataId: a, type: text}\n- {group: G, dataId: b, type: text}\n"));
        var answer = await SendAsync(server, $"/nacos/v1/cs/configs?import=true&namespace=team&policy={policy}", zip);
        Assert.Equal(expected, JsonDocument.Parse(answer.Text).RootElement.GetProperty("data").GetRawText());
        var kept = await server.Client.GetStringAsync("/nacos/v1/cs/configs?dataId=a&group=G&tenant=team");
        Assert.Equal(policy == "OVERWRITE" ? "new" : "old", kept);
    }

    [Fact]
    public async Task Import_ThatBreaksARuleHalfWay_KeepsWhatWasStored()
    {
        await using var server = await NacosHttpServer.StartAsync();
        var metadata = $"metadata:\n- {{group: G, dataId: a, type: text}}\n- {{group: G, dataId: b, type: text, desc: {new string('d', 129)}}}\n- {{group: G, dataId: c, type: text}}\n";
        var answer = await SendAsync(server, $"{Admin}/import", Zip(("G/a", "x"), ("G/b", "x"), ("G/c", "x"), (".metadata.yml", metadata)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("too long desc, over 128", answer.Text, StringComparison.Ordinal);
        Assert.Equal("stored=1; failed=G/b; left-out=1", answer.Stopped);
        Assert.Equal("x", await server.Client.GetStringAsync("/nacos/v1/cs/configs?dataId=a&group=G"));
    }

    [Theory]
    [InlineData("/nacos/v3/admin/cs/config/import?x=1", 5033)]
    [InlineData("/nacos/v1/cs/configs?import=true&namespace=team", 500)]
    public async Task Import_OverAQuota_SaysWhatIsStoredAndWhatIsNot(string target, int code)
    {
        await using var server = await NacosHttpServer.StartAsync(replace: services => services.Configure<CapacityOptions>(o => (o.LimitCheck, o.NamespaceQuota) = (true, 1)));
        await CreateNamespaceAsync(server, "team");
        var metadata = string.Concat("abc".Select(static name => $"\n- {{group: G, dataId: {name}, type: text}}"));
        var answer = await SendAsync(server, target, Zip(("G/a", "x"), ("G/b", "x"), ("G/c", "x"), (".metadata.yml", $"metadata:{metadata}\n")));
        using var json = JsonDocument.Parse(answer.Text);
        Assert.Equal(code, json.RootElement.GetProperty("code").GetInt32());
        Assert.Equal(
            """{"succCount":1,"skipCount":1,"failData":[{"dataId":"b","group":"G"}],"skipData":[{"dataId":"c","group":"G"}]}""",
            json.RootElement.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Import_OfABomb_IsRefused()
    {
        await using var server = await NacosHttpServer.StartAsync(static options => options.MaxImportEntries = 3);
        var answer = await SendAsync(server, $"{Admin}/import", Bomb(new NacosOptions().MaxImportBytes + 1));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("unpacks to more than 128 MiB", answer.Text, StringComparison.Ordinal);
        var many = await SendAsync(server, $"{Admin}/import", Zip([.. Enumerable.Range(0, 4).Select(static n => ($"G/{n}", "x"))]));
        Assert.Equal(HttpStatusCode.BadRequest, many.Status);
        Assert.Contains("more than 3 entries", many.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAnArchiveThatSaysItIsSmaller_IsNotBelieved()
    {
        var zip = Bomb(1 << 20);
        // The size in both heads of the one entry: nothing inside.
        foreach (var mark in new[] { 0x04034b50, 0x02014b50 })
        {
            for (var at = 0; at < zip.Length - 30; at++)
            {
                if (BitConverter.ToInt32(zip, at) == mark) BitConverter.GetBytes(1).CopyTo(zip, at + (mark == 0x04034b50 ? 22 : 24));
            }
        }
        var archive = await ConfigArchive.ReadAsync(zip, 1 << 27, 100, CancellationToken.None);
        Assert.True(archive is null || archive.IsDamaged);
    }

    [Fact]
    public async Task Import_OfDamagedContent_TakesItForAbsent()
    {
        var zip = Zip(("G/a", string.Concat(Enumerable.Range(0, 500).Select(static n => $"{n} "))), ("G/b", "whole"));
        zip[60] ^= 0x55;
        var archive = await ConfigArchive.ReadAsync(zip, 1 << 27, 100, CancellationToken.None);
        Assert.True(archive!.IsDamaged);
        Assert.Equal(["G/b"], archive.Texts.Keys);
    }

    [Fact]
    public async Task Import_OfALargeFile_IsTooLarge()
    {
        await using var server = await NacosHttpServer.StartAsync(static options => options.MaxUploadBytes = 2 << 20);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(server, $"{Admin}/import", new byte[(2 << 20) + 1])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(server, $"{Admin}/import", new byte[(2 << 20) - 1000])).Status); // taken, and no archive
    }

    /// <summary>A length that is too large is enough: nothing of it is read.</summary>
    [Fact]
    public async Task Import_OfAGigabyte_IsRefusedBeforeItIsSent()
    {
        await using var server = await NacosHttpServer.StartAsync();
        using var content = new StreamContent(new EndlessStream(1L << 30));
        content.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", "b") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Admin}/import") { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("plain text", "plain text")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("true", "'true'")]
    [InlineData("0x1F", "'0x1F'")]
    [InlineData("it's", "it's")]
    [InlineData("- x", "'- x'")]
    [InlineData("Règles 你", "Règles 你")]
    public void Metadata_QuotesWhereYamlNeedsIt_AndReadsItBack(string desc, string written)
    {
        var item = new ConfigMetadataItem("G", "d.yml", "yaml", "", desc, null);
        var text = ConfigMetadata.Write([item]);
        Assert.Equal($"metadata:\n- appName: ''\n  dataId: d.yml\n  desc: {written}\n  group: G\n  type: yaml\n", text);
        Assert.Equal(item, Assert.Single(ConfigMetadata.Read(text)!));
    }

    [Fact]
    public void Metadata_OfNothing_IsAnEmptyList() => Assert.Equal("metadata: []\n", ConfigMetadata.Write([]));

    private static async Task PublishAsync(NacosHttpServer server, string dataId, string content, string more)
    {
        using var form = new FormUrlEncodedContent([new("content", content)]);
        (await server.Client.PostAsync($"{Admin}?dataId={dataId}&groupName=G{more}", form)).EnsureSuccessStatusCode();
    }

    private static async Task CreateNamespaceAsync(NacosHttpServer server, string id) =>
        (await server.Client.PostAsync($"/nacos/v3/admin/core/namespace?namespaceId={id}&namespaceName={id}", null)).EnsureSuccessStatusCode();

    private static async Task<string> ImportAsync(NacosHttpServer server, byte[] zip, string query)
    {
        var (status, text, _) = await SendAsync(server, $"{Admin}/import?{query}", zip);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonDocument.Parse(text).RootElement.GetProperty("data").GetRawText();
    }

    private static async Task<(HttpStatusCode Status, string Text, string? Stopped)> SendAsync(NacosHttpServer server, string target, byte[] zip)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(zip), "file", "configs.zip" } };
        using var answer = await server.Client.PostAsync(target, form);
        var stopped = answer.Headers.TryGetValues("Batata-Import-Stopped", out var values) ? values.Single() : null;
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), stopped);
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    /// <summary>One entry of zeros.</summary>
    private static byte[] Bomb(long size)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("G/a", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1024 * 1024];
            for (; size > 0; size -= zeros.Length) entry.Write(zeros, 0, (int)Math.Min(size, zeros.Length));
        }
        return bytes.ToArray();
    }

    private static List<(string Name, string Text)> Members(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(static entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return (entry.FullName, reader.ReadToEnd());
        })];
    }
}
