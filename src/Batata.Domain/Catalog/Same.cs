namespace Batata.Domain.Catalog;

internal static class Same
{
    /// <summary>As Go compares them: none is not the same as an empty one.</summary>
    public static bool Maps<T>(IReadOnlyDictionary<string, T>? one, IReadOnlyDictionary<string, T>? other)
        where T : class
    {
        if (one is null || other is null) return one is null && other is null;
        if (one.Count != other.Count) return false;
        foreach (var (key, value) in one)
        {
            if (!other.TryGetValue(key, out var theirs) || !value.Equals(theirs)) return false;
        }
        return true;
    }
}
