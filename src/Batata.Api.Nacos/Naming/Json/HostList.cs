using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>The instances of a service that one kind of asker gets, as JSON that is rendered once and sent to all of them.</summary>
internal sealed class HostList
{
    private const int BytesOfAnInstance = 384;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly byte[] _utf8;

    private HostList(byte[] utf8, bool reachedProtection) => (_utf8, ReachedProtection) = (utf8, reachedProtection);

    /// <summary>Of a service that there is not.</summary>
    public static HostList None { get; } = new("[]"u8.ToArray(), reachedProtection: false);

    /// <summary>The array, from bracket to bracket.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    public bool ReachedProtection { get; }

    /// <param name="nulls">See <see cref="InstanceJson.Write"/>.</param>
    public static HostList Render(ServiceSnapshot snapshot, in InstanceQuery query, bool nulls = false)
    {
        var selected = snapshot.Select(query);
        var bytes = new ArrayBufferWriter<byte>(BytesOfAnInstance * (selected.Hosts.Length + 1));
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            var groupedName = snapshot.Key.GroupedName;
            json.WriteStartArray();
            foreach (var instance in selected.Hosts) InstanceJson.Write(json, instance, snapshot.Key, groupedName, nulls);
            json.WriteEndArray();
        }
        return new HostList(bytes.WrittenSpan.ToArray(), selected.ReachedProtection);
    }
}
