using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Bodies;

/// <summary>Single values as Go reads them: no text is a number, no number is a text, null leaves what is there.</summary>
internal static class BodyValues
{
    public static bool TryText(JsonElement value, string owner, BodyScan scan, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String) return Wrong(value, owner, "string", scan);
        text = value.GetString()!;
        return true;
    }

    public static bool TryInt(JsonElement value, string owner, BodyScan scan, out int number)
    {
        number = 0;
        return (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number)) || Wrong(value, owner, "int", scan);
    }

    public static bool TryUnsigned(JsonElement value, string owner, BodyScan scan, out ulong number)
    {
        number = 0;
        return (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out number)) || Wrong(value, owner, "uint64", scan);
    }

    public static bool TryFloat(JsonElement value, string owner, BodyScan scan, out double number)
    {
        number = 0;
        return (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number)) || Wrong(value, owner, "float64", scan);
    }

    public static bool TryBool(JsonElement value, string owner, BodyScan scan, out bool flag)
    {
        flag = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False || Wrong(value, owner, "bool", scan);
    }

    /// <summary>Bytes come as Base64, or as a list of numbers.</summary>
    public static bool TryBytes(JsonElement value, string owner, BodyScan scan, out byte[] bytes)
    {
        bytes = [];
        if (value.ValueKind == JsonValueKind.Array) return TryByteList(value, owner, scan, out bytes);
        if (value.ValueKind != JsonValueKind.String) return Wrong(value, owner, "[]uint8", scan);
        if (GoBase64.Decode(value.GetString(), out bytes) is not (>= 0 and var at)) return true;
        scan.Fail(string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {at}"));
        return false;
    }

    private static bool TryByteList(JsonElement value, string owner, BodyScan scan, out byte[] bytes)
    {
        bytes = new byte[value.GetArrayLength()];
        var at = 0;
        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Null && !(one.ValueKind == JsonValueKind.Number && one.TryGetByte(out bytes[at]))) return Wrong(one, owner, "uint8", scan);
            at++;
        }
        return true;
    }

    /// <summary>A text such as <c>10s</c>, or a number of nanoseconds. Protocol source: Consul <c>api/agent.go</c> and the aux types of <c>agent/structs</c>.</summary>
    public static bool TryDuration(JsonElement value, string owner, BodyScan scan, out long nanoseconds)
    {
        nanoseconds = 0;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out nanoseconds)) return true;
            if (!value.TryGetDouble(out var number) || !double.IsFinite(number)) return Wrong(value, owner, "time.Duration", scan);
            nanoseconds = (long)number;
            return true;
        }
        if (value.ValueKind != JsonValueKind.String) return Wrong(value, owner, "time.Duration", scan);
        var text = value.GetString()!;
        return GoDuration.TryParse(text, out nanoseconds) || Invalid(text, scan);
    }

    public static bool TryLateDuration(JsonElement value, BodyScan scan, out long nanoseconds)
    {
        nanoseconds = 0;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out nanoseconds)) return true;
            nanoseconds = value.TryGetDouble(out var number) && double.IsFinite(number) ? (long)number : 0;
            return true;
        }
        if (value.ValueKind != JsonValueKind.String) return false;
        var text = value.GetString()!;
        if (GoDuration.TryParse(text, out nanoseconds)) return true;
        scan.FailLate(GoDuration.Problem(text));
        return false;
    }

    private static bool Invalid(string text, BodyScan scan)
    {
        scan.Fail(GoDuration.Problem(text));
        return false;
    }

    private static bool Wrong(JsonElement value, string owner, string type, BodyScan scan)
    {
        scan.WrongType(value, owner, type);
        return false;
    }
}
