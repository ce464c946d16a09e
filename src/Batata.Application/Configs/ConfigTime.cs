namespace Batata.Application.Configs;

internal static class ConfigTime
{
    /// <summary>Whole milliseconds: what the wire and the tables can hold.</summary>
    public static DateTimeOffset Now(TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
