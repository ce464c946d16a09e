using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Batata.Infrastructure.Persistence;

/// <summary>A bounded set of read-only sessions. Each read sees the last commit and delays no writer.</summary>
/// <remarks>
/// SQLite blocks the calling thread, so the bound also keeps slow searches from taking every thread of the pool.
/// <see cref="Pause"/> takes all places at once, which is how the file is swapped with nobody inside: a connection that outlives
/// the swap would, when closed, delete the write-ahead log of the new file.
/// </remarks>
internal sealed class StateReaders(string file, int places) : IDisposable
{
    private readonly ConcurrentBag<StateSession> _idle = [];
    private readonly SemaphoreSlim _places = new(places, places);
    private readonly SemaphoreSlim _scans = new(Math.Max(1, places / 2));
    private readonly Lock _pausing = new(); // two at once would each hold some places and wait for the others
    private volatile bool _closed;

    /// <param name="read">Runs on the calling thread. Must not keep the session.</param>
    /// <param name="cancellationToken">Also interrupts a statement that is running.</param>
    /// <exception cref="UnavailableException">The database is closed.</exception>
    public async ValueTask<T> ReadAsync<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return RunInPlace(state, read, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, for what may touch many rows: takes half of the places at most, so that looking one row up never waits for a search.</summary>
    public async ValueTask<T> ScanAsync<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        await _scans.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(state, read, cancellationToken);
        }
        finally
        {
            _scans.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, for work that takes long and has a thread of its own.</summary>
    public T Read<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read)
    {
        _places.Wait();
        try
        {
            return RunInPlace(state, read, CancellationToken.None);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for running reads, closes every session and holds back new reads until <see cref="Resume"/>, by the same thread.</summary>
    public void Pause()
    {
        _pausing.Enter();
        for (var i = 0; i < places; i++) _places.Wait();
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    public void Resume()
    {
        _places.Release(places);
        _pausing.Exit();
    }

    public void Dispose()
    {
        Pause();
        _closed = true;
        Resume();
    }

    private T RunInPlace<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        if (_closed) throw new UnavailableException("The state is closed.");
        if (!_idle.TryTake(out var session)) session = StateSession.OpenReader(file);
        var result = Run(session, state, read, cancellationToken);
        _idle.Add(session);
        return result;
    }

    /// <summary>A session that threw is not used again: it may be inside a transaction.</summary>
    private static T Run<TState, T>(StateSession session, TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        try
        {
            using var interrupt = cancellationToken.UnsafeRegister(static s => raw.sqlite3_interrupt(((StateSession)s!).Connection.Handle), session);
            return read(session, state, cancellationToken);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            session.Dispose();
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
