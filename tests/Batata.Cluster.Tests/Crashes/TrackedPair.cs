using System.Globalization;
using Batata.Testing.Consul;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>The model of one key that has a single writer: what was acknowledged and with which indexes, and what may or may not have been written when the server died.</summary>
internal sealed class TrackedPair(string key, HighestIndex highest)
{
    private int _acknowledged;
    private int _attempted;
    private int? _unanswered;

    /// <summary>The pair of the last acknowledged write; null when nobody has read it, or it was a removal.</summary>
    private ReadPair? _read;

    public string Key => key;

    public int Acknowledgements { get; private set; }

    /// <summary>Writes the next number, plainly, by check-and-set or as a removal, and reads which indexes it got.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> WriteNextAsync(KeyClient client, Random random)
    {
        var number = _attempted + 1;
        var before = highest.Value;
        (_unanswered, _attempted) = (number, number);
        var condition = _read is { } known && random.Next(2) == 0 ? $"&cas={known.ModifyIndex}" : "";
        var done = IsRemoval(number)
            ? await client.DeleteAsync(key, condition.TrimStart('&'))
            : await client.PutAsync(key, ContentOf(number, random.Next(0, 3_000)), string.Create(CultureInfo.InvariantCulture, $"flags={number}{condition}"));
        if (!done) return $"{key}: write {number}{condition} did not fit, though nobody else writes";
        var (created, _) = (_read?.CreateIndex, _read = null);
        (_unanswered, _acknowledged) = (null, number);
        Acknowledgements++;

        var (read, index) = await client.FindAsync(key);
        if (Damage(read, number) is { } damage) return damage;
        _read = read;
        if (read is null) return index > before ? null : $"{key}: after removal {number} the index is {index}, and {before} was seen before it";
        highest.Saw(read.ModifyIndex);
        if (created is not null && created != read.CreateIndex) return $"{key}: CreateIndex was {created} and is {read.CreateIndex}";
        return read.ModifyIndex > before ? null : $"{key}: write {number} has the index {read.ModifyIndex}, and {before} was seen before it";
    }

    /// <summary>Compares what a server just started holds with the model, and goes on from there.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Settle(ReadPair? read)
    {
        if (_unanswered is { } maybe && Damage(read, maybe) is null && (read is null || read.Flags != (ulong)_acknowledged))
            (_acknowledged, _read) = (maybe, read);
        else if (Damage(read, _acknowledged) is { } damage)
            return $"{damage}; acknowledged was {_acknowledged}, unanswered {_unanswered}";
        else if (_read is not null && read != _read)
            return $"{key}: was acknowledged with {Indexes(_read)} and has {Indexes(read!)}";
        else
            _read = read;
        _unanswered = null;
        if (read is not null) highest.Saw(read.ModifyIndex);
        return null;
    }

    private static bool IsRemoval(int number) => number == 0 || number % 7 == 0;

    private static string ContentOf(int number, int padding) => string.Create(CultureInfo.InvariantCulture, $"{number}|{new string('x', padding)}|{padding}");

    private static string Indexes(ReadPair pair) => string.Create(CultureInfo.InvariantCulture, $"CreateIndex {pair.CreateIndex}, ModifyIndex {pair.ModifyIndex}, Flags {pair.Flags}");

    private string? Damage(ReadPair? read, int number)
    {
        if (IsRemoval(number)) return read is null ? null : $"{key}: removed by {number}, and there with {Indexes(read)}";
        if (read is null) return $"{key}: number {number} is not there";
        var parts = read.Value.Split('|');
        var whole = parts.Length == 3 && parts[0] == number.ToString(CultureInfo.InvariantCulture) && parts[1].Length == int.Parse(parts[2], CultureInfo.InvariantCulture);
        return whole && read.Flags == (ulong)number ? null : $"{key}: instead of number {number} there are {read.Value.Length} characters of {parts[0]} with {Indexes(read)}";
    }
}

/// <summary>The highest index that any client has seen. For any thread.</summary>
internal sealed class HighestIndex
{
    private ulong _value;

    public ulong Value => Volatile.Read(ref _value);

    public void Saw(ulong index)
    {
        for (var now = Value; index > now; now = Value) Interlocked.CompareExchange(ref _value, index, now);
    }
}
