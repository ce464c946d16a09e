using System.Text.Json;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Watches;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Catalog;

/// <summary>Reads of the catalog that may be filtered. The filter is judged before anything is read, and after the datacenter.</summary>
internal sealed class FilteredReads(StateReads reads, IOptions<ConsulOptions> options)
{
    public Task ServeAsync<T>(
        ConsulRequest request, CatalogRequest asked, FilterSchema<T> schema, WatchTopic[] topics, Func<Filter<T>, CancellationToken, ValueTask<StateAnswer>> read,
        bool isCacheable = false)
    {
        var isHere = asked.Options.Datacenter.Length == 0 || asked.Options.Datacenter == options.Value.Datacenter;
        var filter = Filter<T>.None;
        return isHere && Filter.Parse(asked.FilterText, schema, out filter) is { } refused
            ? ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, refused)
            : reads.ServeAsync(request, asked.Options, new StateRead(topics, token => read(filter, token)) { SaysConsistency = true, IsCacheable = isCacheable });
    }

    public static StateAnswer List<T>(IReadOnlyList<T> items, ulong index, bool pretty, Action<Utf8JsonWriter, T> write) =>
        Object(index, pretty, json => WriteList(json, items, write));

    public static StateAnswer Object(ulong index, bool pretty, Action<Utf8JsonWriter> write) =>
        new(StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(pretty, write), index);

    public static void WriteList<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }
}
