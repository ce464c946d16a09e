using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>A page of a list in memory, as v3 asks for it and answers it. Protocol source: Nacos 3.1 <c>PageForm</c>, <c>PageUtil.subPage</c>.</summary>
internal readonly record struct NamingPage(int Number, int Size)
{
    private const int DefaultSize = 100;

    /// <returns>The page, or which of the two is not positive.</returns>
    public static Outcome<NamingPage> Read(NacosRequest request)
    {
        var page = Of(request);
        if (page.Number < 1) return NotPositive("pageNo", page.Number);
        return page.Size < 1 ? NotPositive("pageSize", page.Size) : page;
    }

    /// <summary>Unchecked.</summary>
    public static NamingPage Of(NacosRequest request) => new(request.Int("pageNo", 1), request.Int("pageSize", DefaultSize));

    public IEnumerable<T> Cut<T>(IReadOnlyCollection<T> all)
    {
        var skip = ((long)Math.Max(Number, 1) - 1) * Size;
        return skip >= all.Count ? [] : all.Skip((int)skip).Take(Size);
    }

    /// <summary>Nacos 3.1 counts one page too many when the last one is full.</summary>
    public void Write<T>(Utf8JsonWriter json, int total, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeItem)
    {
        json.WriteStartObject();
        json.WriteNumber("totalCount"u8, total);
        json.WriteNumber("pageNumber"u8, Number);
        json.WriteNumber("pagesAvailable"u8, total == 0 ? 0 : (total / Size) + 1);
        json.WriteStartArray("pageItems"u8);
        foreach (var item in items) writeItem(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Failure NotPositive(string name, int value) =>
        new(FailureKind.Invalid, "naming.page", $"Required parameter '{name}' should be positive integer, current is {value}");
}
