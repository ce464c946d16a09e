namespace Batata.Application.Agents;

internal static class AgentTime
{
    /// <summary>To the millisecond, as the log and the tables keep it: reports are told apart by their time.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
