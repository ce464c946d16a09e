using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Bodies;

/// <summary>
/// Bodies in JSON as Consul's Go decodes them: the first value counts and text after it does not, null is an empty object, nothing at all is <c>EOF</c>.
/// Who calls puts his own words before the problem, such as <c>Request decode failed: </c>.
/// </summary>
internal static class GoBody
{
    /// <summary>More than any registration; what is larger is refused before it is held.</summary>
    public const int MaxBytes = 8 << 20;

    private static readonly JsonReaderOptions Reading = new() { AllowMultipleValues = true, MaxDepth = 256 };

    /// <returns>The form, or what is wrong with the body, in Go's words.</returns>
    public static async Task<(T? Form, string? Problem)> ReadAsync<T>(ConsulRequest request, BodyShape<T> shape)
        where T : class, new()
    {
        if (await RequestBodies.ReadAsync(request.Http.Request, MaxBytes, request.Aborted) is not { } body) return (null, TooLarge);
        var problem = Decode(body, shape, out var form);
        return (form, problem);
    }

    /// <summary>The same for a body that is an array; null is an empty one.</summary>
    public static async Task<(List<T>? Forms, string? Problem)> ReadListAsync<T>(ConsulRequest request, BodyShape<T> shape, int maxBytes = MaxBytes)
        where T : class, new()
    {
        if (await RequestBodies.ReadAsync(request.Http.Request, maxBytes, request.Aborted) is not { } body) return (null, TooLarge);
        var problem = DecodeList(body, shape, out var forms);
        return (forms, problem);
    }

    /// <returns>What is wrong; null when nothing is, and then there is a form.</returns>
    public static string? Decode<T>(byte[] body, BodyShape<T> shape, out T? form)
        where T : class, new() => Decode(body, (value, scan) => shape.Read(value, scan) ?? new T(), out form);

    /// <returns>As of an object.</returns>
    public static string? DecodeList<T>(byte[] body, BodyShape<T> shape, out List<T>? forms)
        where T : class, new() => Decode(body, (value, scan) => shape.ReadList(value, scan) ?? [], out forms);

    /// <summary>Go puts U+FFFD for what is no text.</summary>
    public static byte[] WithText(byte[] json) => HalfSurrogates.Replace(Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json)));

    private static string TooLarge => $"http: request body too large ({MaxBytes} bytes are allowed)";

    private static string? Decode<TForm>(byte[] body, Func<JsonElement, BodyScan, TForm> read, out TForm? form)
        where TForm : class
    {
        form = null;
        if (Parse(body, out var document) is { } problem) return problem;
        using (document)
        {
            var scan = new BodyScan();
            var found = read(document.RootElement, scan);
            if (scan.Problem is null) form = found;
            return scan.Problem;
        }
    }

    /// <returns>What is wrong; null when there is a document.</returns>
    private static string? Parse(byte[] body, out JsonDocument document)
    {
        if (TryParse(body, out document)) return null;
        var syntax = new GoJsonSyntax(body);
        if (syntax.FindProblem() is { } problem) return problem;
        return TryParse(body[..syntax.End], out document) ? null : "exceeded max depth"; // what follows the value is nobody's; Go has more depth
    }

    private static bool TryParse(byte[] body, out JsonDocument document)
    {
        try
        {
            var reader = new Utf8JsonReader(WithText(body), Reading);
            document = JsonDocument.ParseValue(ref reader);
            return true;
        }
        catch (JsonException)
        {
            document = null!;
            return false;
        }
    }
}
