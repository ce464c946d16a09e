using System.Security.Cryptography;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>Looks through a backup as its bytes pass: whole from the first to the last, or an exception that says what is wrong with it. Not thread-safe.</summary>
internal sealed class BackupReader : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[BackupFile.HashBytes];
    private byte[] _begin = new byte[BackupFile.HeadBytes];
    private int _begun;
    private int _tailLength;
    private long _database;

    /// <summary>Null until it has passed.</summary>
    public BackupHeader? Header { get; private set; }

    /// <param name="database">Gets what of the bytes belongs to the database.</param>
    /// <exception cref="InvalidDataException">The message follows the name of the file.</exception>
    public void Pass(ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<byte>>? database = null)
    {
        if (Header is null) bytes = bytes[Begin(bytes)..];
        if (Header is not { } header || bytes.IsEmpty) return;
        var left = header.DatabaseBytes - _database;
        var part = bytes[..(int)Math.Min(left, bytes.Length)];
        if (!part.IsEmpty)
        {
            _hash.AppendData(part);
            database?.Invoke(part);
            _database += part.Length;
        }
        var rest = bytes[part.Length..];
        if (rest.IsEmpty) return;
        if (_tailLength + rest.Length > _tail.Length) throw new InvalidDataException("there is more behind its end");
        rest.CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += rest.Length;
    }

    /// <summary>All bytes have passed.</summary>
    /// <returns>The SHA-256 that the file ends with.</returns>
    /// <exception cref="InvalidDataException">Something is missing or was changed.</exception>
    public byte[] End()
    {
        if (Header is null || _tailLength < _tail.Length) throw new InvalidDataException("it is not whole: its end is missing");
        return _hash.GetHashAndReset().AsSpan().SequenceEqual(_tail) ? _tail : throw new InvalidDataException("it is damaged: its checksum is wrong");
    }

    public void Dispose() => _hash.Dispose();

    private int Begin(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (Header is null && taken < bytes.Length)
        {
            var part = bytes[taken..Math.Min(bytes.Length, taken + _begin.Length - _begun)];
            part.CopyTo(_begin.AsSpan(_begun));
            _begun += part.Length;
            taken += part.Length;
            if (_begun < _begin.Length) break;
            var length = BackupFile.HeaderLength(_begin);
            if (_begin.Length == BackupFile.HeadBytes && length > 0)
            {
                Array.Resize(ref _begin, BackupFile.HeadBytes + length);
                continue;
            }
            Header = Parse(_begin.AsSpan(BackupFile.HeadBytes));
            _hash.AppendData(_begin);
        }
        return taken;
    }

    private static BackupHeader Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var header = BackupHeader.Parser.ParseFrom(bytes);
            return header is { DatabaseBytes: > 0, Index: >= 0 } ? header : throw new InvalidDataException("its beginning is damaged");
        }
        catch (InvalidProtocolBufferException)
        {
            throw new InvalidDataException("its beginning is damaged");
        }
    }
}
