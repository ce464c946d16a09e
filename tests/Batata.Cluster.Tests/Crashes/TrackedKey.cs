using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Batata.Testing.Nacos;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>The model of one config that has a single writer: what was acknowledged, and what may or may not have been written when the server died.</summary>
internal sealed class TrackedKey(string dataId)
{
    private int _acknowledged;
    private int _attempted;
    private int? _unanswered;

    public string DataId => dataId;

    /// <summary>The number of the write last acknowledged. A reader that starts now must not see an older one.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Acknowledgements { get; private set; }

    /// <summary>What was last tried is a removal.</summary>
    public bool LastIsRemoval => IsRemoval(_attempted);

    /// <summary>Every seventh write is a removal, so that those are crashed into as well.</summary>
    public static bool IsRemoval(int number) => number % 7 == 0;

    /// <summary>Writes the next number; returns once it was acknowledged.</summary>
    public async Task WriteNextAsync(HttpConfigClient client, Random random, CancellationToken cancellationToken)
    {
        var number = _attempted + 1;
        _unanswered = number;
        Volatile.Write(ref _attempted, number);
        if (IsRemoval(number))
            await client.RemoveAsync(dataId, cancellationToken);
        else
            await client.PublishAsync(dataId, ContentOf(number, random.Next(0, 4000)), cancellationToken);
        _unanswered = null;
        Volatile.Write(ref _acknowledged, number);
        Acknowledgements++;
    }

    /// <summary>The last write was refused: the server says that nothing was written.</summary>
    public void Forget() => _unanswered = null;

    /// <summary>Compares what a server just started holds with the model, and goes on from there.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Settle(ReadConfig? read)
    {
        if (Damage(read) is { } damage)
            return damage;
        var allowed = _unanswered is { } number ? new[] { _acknowledged, number } : [_acknowledged];
        var found = allowed.Where(n => Matches(n, read)).ToList();
        if (found.Count == 0)
        {
            return $"{dataId}: acknowledged {Describe(_acknowledged)}, unanswered {(_unanswered is { } u ? Describe(u) : "nothing")}, " +
                   $"but the server holds {(read is null ? "nothing" : $"number {NumberIn(read.Content)}")}";
        }

        (_acknowledged, _unanswered) = (found[^1], null);
        return null;
    }

    /// <summary>What is wrong with a value read while writes go on, given what was acknowledged before the read began; or null.</summary>
    public string? Judge(ReadConfig? read, int acknowledgedBefore)
    {
        if (Damage(read) is { } damage)
            return damage;
        var present = Enumerable.Range(acknowledgedBefore, Volatile.Read(ref _attempted) - acknowledgedBefore + 1);
        return present.Any(n => Matches(n, read))
            ? null
            : $"{dataId}: read {(read is null ? "nothing" : $"number {NumberIn(read.Content)}")} after {Describe(acknowledgedBefore)} was acknowledged";
    }

    private static bool Matches(int number, ReadConfig? read) => number == 0 || IsRemoval(number) ? read is null : read is not null && NumberIn(read.Content) == number;

    private static string Describe(int number) => number == 0 ? "nothing" : IsRemoval(number) ? $"removal {number}" : $"number {number}";

    private static string ContentOf(int number, int padding)
    {
        var body = $"{number}|{new string('x', padding)}|";
        return body + Md5(body);
    }

    private static int NumberIn(string content) => int.Parse(content[..content.IndexOf('|', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    // A torn value fails the md5 inside, a wrong cached one the header's.
    private string? Damage(ReadConfig? read)
    {
        if (read is null)
            return null;
        var end = read.Content.LastIndexOf('|') + 1;
        if (end == 0 || Md5(read.Content[..end]) != read.Content[end..])
            return $"{dataId}: torn content of {read.Content.Length} characters";
        return read.Md5 == Md5(read.Content) ? null : $"{dataId}: Content-MD5 is {read.Md5}, the content's is {Md5(read.Content)}";
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
