using System.Globalization;
using Batata.Domain.Events;

namespace Batata.Api.Consul.Events;

/// <summary>What a list of events reports as its index: both halves of the last one's id, one over the other. Protocol source: Consul <c>uuidToUint64</c>.</summary>
internal static class EventIndex
{
    /// <returns>1 for an empty list, so that who waits does wait.</returns>
    public static ulong Of(IReadOnlyList<UserEvent> events) => events.Count == 0 ? 1 : Of(events[^1].Id);

    public static ulong Of(string id)
    {
        var digits = id.Replace("-", "", StringComparison.Ordinal);
        return Half(digits.AsSpan(0, 16)) ^ Half(digits.AsSpan(16, 16));
    }

    private static ulong Half(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
