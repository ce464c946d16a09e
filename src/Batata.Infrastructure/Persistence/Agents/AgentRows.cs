using Batata.Domain.Agents;
using Batata.Infrastructure.Cluster.Entries;
using Google.Protobuf;

namespace Batata.Infrastructure.Persistence.Agents;

/// <summary>Rows of <c>consul_agent_service</c> and <c>consul_agent_check</c>.</summary>
internal static class AgentRows
{
    public const string Services = "SELECT definition FROM consul_agent_service";
    public const string Checks = "SELECT registration, status, output, reported_at, is_reported, critical_since, definition FROM consul_agent_check";

    private const int Reported = 1;
    private const int Expired = 2;

    public static AgentService ReadService(Statement row) => AgentWire.ToService(Cluster.Wire.AgentServiceState.Parser.ParseFrom(row.Utf8(0)));

    public static AgentCheck ReadCheck(Statement row)
    {
        var check = AgentWire.ToCheck(Cluster.Wire.AgentCheckState.Parser.ParseFrom(row.Utf8(6)));
        return check with
        {
            State = check.State with { Status = row.Text(1), Output = row.Text(2) },
            Registration = (ulong)row.Int64(0),
            ReportedAt = AgentWire.At(row.Int64(3)),
            IsReported = row.Int64(4) != 0,
            IsExpired = row.Int64(4) == Expired,
            CriticalSince = row.IsNull(5) ? null : AgentWire.At(row.Int64(5)),
        };
    }

    public static byte[] Bytes(AgentService service) => AgentWire.ToWire(service).ToByteArray();

    public static byte[] Bytes(AgentCheck check)
    {
        // What reports change has columns of its own.
        var kept = check with { State = check.State with { Status = "", Output = "" }, Registration = 0, ReportedAt = default, IsReported = false, IsExpired = false, CriticalSince = null };
        return AgentWire.ToWire(kept).ToByteArray();
    }

    public static int ReportOf(AgentCheck check) => check.IsExpired ? Expired : check.IsReported ? Reported : 0;

    public static List<T> ReadAll<T>(Statement statement, Func<Statement, T> read)
    {
        var all = new List<T>();
        using var row = statement;
        while (row.Step()) all.Add(read(row));
        return all;
    }
}
