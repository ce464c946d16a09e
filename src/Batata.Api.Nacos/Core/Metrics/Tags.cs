using System.Diagnostics.Metrics;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>Short forms for measurements with labels.</summary>
internal static class Tags
{
    public static Measurement<double> Of(double value, params ReadOnlySpan<(string Name, string Value)> tags)
    {
        var list = new KeyValuePair<string, object?>[tags.Length];
        for (var i = 0; i < list.Length; i++) list[i] = new(tags[i].Name, tags[i].Value);
        return new(value, list);
    }
}
