using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Batata.Application.Audit;

namespace Batata.Infrastructure.Audit;

/// <summary>
/// Goes through the files, newest first. Each is read twice where it has records of the page: once to count, once to take those that are wanted, so that
/// memory is that of one page however much is found.
/// </summary>
internal sealed class AuditSearch(AuditFolder folder) : IAuditQueries
{
    public async Task<AuditPage> FindAsync(AuditQuestion question, CancellationToken cancellationToken)
    {
        var (total, lines) = (0, new List<ReadOnlyMemory<byte>>());
        foreach (var (file, day, _) in folder.All().Reverse())
        {
            if (IsOutside(question, day)) continue;
            var found = await ReadAsync(file, question, static _ => false, null, cancellationToken);
            // The newest of a file stand at its end.
            var (first, last) = (found - Math.Max(0, question.Skip + question.Take - total), found - Math.Max(0, question.Skip - total));
            if (last > 0 && first < found && last > first && lines.Count < question.Take)
            {
                var taken = new List<ReadOnlyMemory<byte>>();
                await ReadAsync(file, question, index => index >= first && index < last, taken, cancellationToken);
                taken.Reverse();
                lines.AddRange(taken);
            }
            total += found;
        }
        return new AuditPage(total, lines);
    }

    private static bool IsOutside(AuditQuestion question, DateOnly day) =>
        (question.From is { } from && day < DateOnly.FromDateTime(from.UtcDateTime)) || (question.Until is { } until && day.AddDays(-1) > DateOnly.FromDateTime(until.UtcDateTime)); // a record of midnight may be written after it

    /// <returns>How many there are.</returns>
    private static async Task<int> ReadAsync(
        string file, AuditQuestion question, Func<int, bool> wants, List<ReadOnlyMemory<byte>>? into, CancellationToken cancellationToken)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(file, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
        }
        catch (FileNotFoundException)
        {
            return 0; // it was old
        }
        var found = 0;
        await using var open = stream;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            // What has no end yet is being written.
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                if (AuditFilter.Matches(line, question))
                {
                    if (wants(found)) into!.Add(line.ToArray());
                    found++;
                }
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return found;
        }
    }
}

/// <summary>Whether a line answers a question.</summary>
internal static class AuditFilter
{
    public static bool Matches(in ReadOnlySequence<byte> line, AuditQuestion question)
    {
        var json = new Utf8JsonReader(line);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString();
                json.Read();
                if (json.TokenType == JsonTokenType.StartObject) json.Skip();
                else if (!Fits(name!, ref json, question)) return false;
            }
            return true;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
        {
            return false; // cut off by a full disk or a power cut
        }
    }

    private static bool Fits(string name, ref Utf8JsonReader json, AuditQuestion question) => name switch
    {
        AuditJson.Time => (question.From is null && question.Until is null) || IsWithin(json.GetDateTimeOffset(), question),
        AuditJson.User => Has(ref json, question.User),
        AuditJson.Address => Has(ref json, question.Address),
        AuditJson.Action => Has(ref json, question.Action),
        AuditJson.Resource => Has(ref json, question.Resource),
        AuditJson.Result => question.Result is not { } result || json.ValueTextEquals(AuditJson.NameOf(result)),
        _ => true,
    };

    private static bool IsWithin(DateTimeOffset at, AuditQuestion question) => (question.From is not { } from || at >= from) && (question.Until is not { } until || at <= until);

    private static bool Has(ref Utf8JsonReader json, string? part) => part is null || json.GetString()!.Contains(part, StringComparison.OrdinalIgnoreCase);
}
