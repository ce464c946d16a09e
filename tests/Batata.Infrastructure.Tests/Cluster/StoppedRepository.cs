using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Configs;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>The real repository behind a barrier that a test holds, or with a disk that fails.</summary>
internal sealed class StoppedRepository(StateDatabaseHolder holder) : IConfigRepository
{
    private readonly ConfigRepository _inner = new(holder);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _held;

    /// <summary>Completes when an applier has come to <see cref="Hold"/>.</summary>
    public Task Entered => _entered.Task;

    public Exception? Failure { get; set; }

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held?.TrySetResult();

    public async ValueTask<ConfigItem?> FindAsync(ConfigKey key, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            _entered.TrySetResult();
            await held.Task;
        }
        return await _inner.FindAsync(key, cancellationToken);
    }

    public ValueTask<int> ForgetHistoryAsync(DateTimeOffset before, int max, CancellationToken cancellationToken) =>
        _inner.ForgetHistoryAsync(before, max, cancellationToken);

    public ValueTask<ConfigKey?> FindKeyAsync(long id, CancellationToken cancellationToken) => _inner.FindKeyAsync(id, cancellationToken);

    public async ValueTask SaveAsync(ConfigItem item, CancellationToken cancellationToken)
    {
        await _inner.SaveAsync(item, cancellationToken);
        if (Failure is { } failure) throw failure;
    }
}
