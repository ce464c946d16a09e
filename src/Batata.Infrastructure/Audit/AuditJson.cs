using System.Text.Encodings.Web;
using System.Text.Json;
using Batata.Application.Audit;

namespace Batata.Infrastructure.Audit;

/// <summary>One record is one line of JSON.</summary>
internal static class AuditJson
{
    public const string Time = "time";
    public const string User = "user";
    public const string Address = "address";
    public const string Action = "action";
    public const string Resource = "resource";
    public const string Result = "result";

    /// <summary>The encoder escapes line ends, so that a name with one in it cannot make a second record.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="node">The one that was asked, which is the one that keeps the record.</param>
    public static void Write(Utf8JsonWriter json, string node, AuditRecord record)
    {
        json.WriteStartObject();
        json.WriteString(Time, record.At.UtcDateTime);
        json.WriteString("node"u8, node);
        json.WriteString(User, record.User);
        json.WriteString(Address, record.Address);
        json.WriteString(Action, record.Action);
        json.WriteString("call"u8, record.Call);
        json.WriteString(Resource, record.Resource);
        if (record.Details.Count > 0)
        {
            json.WriteStartObject("details"u8);
            foreach (var (name, value) in record.Details) json.WriteString(name, value);
            json.WriteEndObject();
        }
        json.WriteString(Result, NameOf(record.Result));
        json.WriteNumber("code"u8, record.Code);
        if (record.Reason is not null) json.WriteString("reason"u8, record.Reason);
        json.WriteNumber("ms"u8, record.Milliseconds);
        json.WriteEndObject();
    }

    public static string NameOf(AuditResult result) => result switch
    {
        AuditResult.Done => "done",
        AuditResult.Refused => "refused",
        _ => "failed",
    };
}
