using System.Security.Cryptography;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Persistence;

namespace Batata.Host.Commands.Cluster;

/// <summary>Where a backup goes: a file that gets its name when it is whole and on the disk, or standard output. Checks what passes.</summary>
internal sealed class BackupTarget : IDisposable
{
    private readonly BackupReader _reader = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _stream;
    private readonly string? _staged;
    private readonly string? _file;
    private readonly bool _replace;

    private BackupTarget(Stream stream, string? staged, string? file, bool replace) => (_stream, _staged, _file, _replace) = (stream, staged, file, replace);

    public long Bytes { get; private set; }

    public static BackupTarget StandardOutput() => new(Console.OpenStandardOutput(), null, null, false);

    /// <exception cref="CommandFailedException">There is such a file already, and it shall not be replaced.</exception>
    public static BackupTarget ToFile(string path, bool replace)
    {
        var file = Path.GetFullPath(path);
        if (Directory.Exists(file)) throw new CommandFailedException($"{file} is a folder; name a file");
        RefuseIfThere(file, replace);
        var staged = $"{file}.{Environment.ProcessId}.unfinished";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // users and their hashed passwords are in it
        return new BackupTarget(new FileStream(staged, options), staged, file, replace);
    }

    /// <exception cref="InvalidDataException">It is not what a node sends.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _reader.Pass(bytes);
        _hash.AppendData(bytes);
        _stream.Write(bytes);
        Bytes += bytes.Length;
    }

    /// <exception cref="InvalidDataException">It is not whole.</exception>
    public BackupJson Complete()
    {
        _reader.End();
        if (_file is not null)
        {
            ((FileStream)_stream).Flush(flushToDisk: true);
            _stream.Dispose();
            RefuseIfThere(_file, _replace);
            DurableFiles.Rename(_staged!, _file);
        }
        else
        {
            _stream.Flush();
        }
        var header = _reader.Header!;
        return new BackupJson(
            _file ?? "-", Bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()), header.Index, DateTimeOffset.FromUnixTimeMilliseconds(header.CreatedUnixMs), header.Version,
            header.NodeAddress);
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (_staged is not null) File.Delete(_staged); // gone already when it got its name
        _reader.Dispose();
        _hash.Dispose();
    }

    private static void RefuseIfThere(string file, bool replace)
    {
        if (!replace && File.Exists(file)) throw new CommandFailedException($"{file} exists; --force replaces it");
    }
}
