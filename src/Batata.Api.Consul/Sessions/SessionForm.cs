using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Domain.Sessions;

namespace Batata.Api.Consul.Sessions;

/// <summary>
/// The body of <c>PUT /v1/session/create</c>, with what counts where nothing is said. Names that nobody knows are ignored; an own id or index
/// must only be one. Protocol source: Consul <c>agent/session_endpoint.go</c> and <c>structs.Session.UnmarshalJSON</c>.
/// </summary>
internal sealed class SessionForm
{
    public const string DefaultCheck = "serfHealth";

    private const long Second = 1_000_000_000;

    /// <summary>A smaller lock delay is meant in seconds.</summary>
    private const long SmallestDelayNs = 1_000;

    private const long MaxTtlNs = 24 * 3_600 * Second;

    public static readonly BodyShape<SessionForm> Shape = new BodyShape<SessionForm>("Session", lenient: true)
        .Text("ID", static (_, _) => { }) // read, as the indexes are, and not taken
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (_, _) => { })
        .Text("Name", static (form, name) => form.Name = name)
        .Text("Node", static (form, node) => form.Node = node)
        .Any("LockDelay", ReadLockDelay)
        .Text("Behavior", static (form, behavior) => form.Behavior = behavior)
        .Text("TTL", static (form, ttl) => form.Ttl = ttl)
        .Texts("NodeChecks", static (form, checks) => form.NodeChecks = checks).Null("NodeChecks", static form => form.NodeChecks = null)
        .List("ServiceChecks", ServiceCheckForm.Shape, static (form, checks) => form.ServiceChecks = checks).Null("ServiceChecks", static form => form.ServiceChecks = null)
        .Texts("Checks", static (form, checks) => form.Checks = checks).Null("Checks", static form => form.Checks = null);

    public string Name { get; private set; } = "";

    /// <summary>Null: the node that was asked.</summary>
    public string? Node { get; private set; }

    public long LockDelayNs { get; private set; } = 15 * Second;

    public string Behavior { get; private set; } = "";

    public string Ttl { get; private set; } = "";

    public List<string>? NodeChecks { get; private set; } = [DefaultCheck];

    public List<ServiceCheckForm>? ServiceChecks { get; private set; }

    public List<string>? Checks { get; private set; } = [DefaultCheck];

    /// <returns>Why it is refused, in the order in which Consul looks; null when there is a session.</returns>
    public string? Read(string ownNode, long minTtlMs, out Session? session)
    {
        session = null;
        var node = Node ?? ownNode;
        if (node.Length == 0) return "Must provide Node";
        if (BehaviorOf(Behavior) is not { } behavior) return $"Invalid Behavior setting '{Behavior}'";
        var ttl = 0L;
        if (Ttl.Length > 0)
        {
            if (!GoDuration.TryParse(Ttl, out ttl)) return $"Session TTL '{Ttl}' invalid: {GoDuration.Problem(Ttl)}";
            var min = minTtlMs * 1_000_000;
            if (ttl != 0 && (ttl < min || ttl > MaxTtlNs))
                return string.Create(CultureInfo.InvariantCulture, $"Invalid Session TTL '{ttl}', must be between [{GoDuration.Format(min)}={GoDuration.Format(MaxTtlNs)}]");
        }
        var (nodeChecks, checks) = ChecksOf();
        session = new Session(
            "", Name, node, LockDelayNs, behavior, Ttl, (ttl + 999_999) / 1_000_000, nodeChecks,
            ServiceChecks?.ConvertAll(static check => new SessionServiceCheck(check.Id, check.Namespace)), checks);
        return null;
    }

    /// <summary>The old name of the list counts when it says something else than the default. Protocol source: Consul <c>fixupEmptySessionChecks</c>.</summary>
    private (List<string>? NodeChecks, List<string>? Checks) ChecksOf() => Checks switch
    {
        null or [] => ([], null),
        [DefaultCheck] => (NodeChecks, null),
        _ => (NodeChecks, NodeChecks is null or [] ? null : Checks),
    };

    private static SessionBehavior? BehaviorOf(string text) => text switch
    {
        "" or "release" => SessionBehavior.Release,
        "delete" => SessionBehavior.Delete,
        _ => null,
    };

    private static void ReadLockDelay(SessionForm form, JsonElement value, BodyScan scan)
    {
        var delay = 0L;
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number && !BodyValues.TryDuration(value, "Session", scan, out delay)) return;
        form.LockDelayNs = delay < SmallestDelayNs ? unchecked(delay * Second) : delay; // Consul 1.x: also of a text, so "500ns" are 500 s
    }
}

internal sealed class ServiceCheckForm
{
    public static readonly BodyShape<ServiceCheckForm> Shape = new BodyShape<ServiceCheckForm>("ServiceCheck", lenient: true)
        .Text("ID", static (form, id) => form.Id = id)
        .Text("Namespace", static (form, name) => form.Namespace = name);

    public string Id { get; private set; } = "";

    public string Namespace { get; private set; } = "";
}
