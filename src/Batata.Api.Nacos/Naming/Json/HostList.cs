using System.Buffers;
using System.Collections.Immutable;
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

    private HostList(byte[] utf8, bool reachedProtection, bool isOfNobody) => (_utf8, ReachedProtection, IsOfNobody) = (utf8, reachedProtection, isOfNobody);

    /// <summary>Of a service that there is not.</summary>
    public static HostList None { get; } = new("[]"u8.ToArray(), reachedProtection: false, isOfNobody: true);

    /// <summary>The array, from bracket to bracket.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    public bool ReachedProtection { get; }

    /// <summary>Has no healthy instance with a weight. Protocol source: Nacos <c>ServiceInfo.validate</c>.</summary>
    public bool IsOfNobody { get; }

    /// <param name="nulls">See <see cref="InstanceJson.Write"/>.</param>
    public static HostList Render(ServiceSnapshot snapshot, in InstanceQuery query, bool nulls = false) => Render(snapshot, snapshot.Select(query), nulls);

    /// <summary>Each address once: the healthy one of several, or else the last.</summary>
    /// <param name="all">Of the same query: comes back when no address is there twice, as is the rule.</param>
    public static HostList RenderUnique(ServiceSnapshot snapshot, in InstanceQuery query, HostList all, bool nulls)
    {
        var selected = snapshot.Select(query);
        var places = new Dictionary<(string Ip, int Port), int>(selected.Hosts.Length);
        var unique = ImmutableArray.CreateBuilder<Instance>(selected.Hosts.Length);
        foreach (var instance in selected.Hosts)
        {
            if (places.TryAdd((instance.Ip, instance.Port), unique.Count)) unique.Add(instance);
            else if (places[(instance.Ip, instance.Port)] is var place && (instance.Healthy || !unique[place].Healthy)) unique[place] = instance;
        }
        return unique.Count == selected.Hosts.Length ? all : Render(snapshot, selected with { Hosts = unique.DrainToImmutable() }, nulls);
    }

    private static HostList Render(ServiceSnapshot snapshot, in SelectedInstances selected, bool nulls)
    {
        var bytes = new ArrayBufferWriter<byte>(BytesOfAnInstance * (selected.Hosts.Length + 1));
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            var groupedName = snapshot.Key.GroupedName;
            json.WriteStartArray();
            foreach (var instance in selected.Hosts) InstanceJson.Write(json, instance, snapshot.Key, groupedName, nulls);
            json.WriteEndArray();
        }
        return new HostList(bytes.WrittenSpan.ToArray(), selected.ReachedProtection, !selected.Hosts.Any(static instance => instance is { Healthy: true, Weight: > 0 }));
    }
}
