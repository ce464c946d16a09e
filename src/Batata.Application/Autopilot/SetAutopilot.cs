using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Autopilot;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Autopilot;

/// <summary>Sets the configuration of Consul's autopilot. The value is false when it is not the expected one any more.</summary>
/// <param name="Index">The ModifyIndex that is expected; null: whatever it is.</param>
public sealed record SetAutopilot(AutopilotSettings Settings, ulong? Index) : IRequest<Outcome<bool>>;

internal sealed class SetAutopilotHandler(IReplicatedLog log) : IRequestHandler<SetAutopilot, Outcome<bool>>
{
    public Task<Outcome<bool>> Handle(SetAutopilot request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new SetAutopilotEntry(request.Settings, request.Index), cancellationToken);
}

public sealed record SetAutopilotEntry(AutopilotSettings Settings, ulong? Index) : ReplicatedEntry<bool>;

internal sealed class SetAutopilotApplier(IAutopilotRepository configs, IStateIndex indexes) : IApplier<SetAutopilotEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(SetAutopilotEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var before = configs.Find();
        if (entry.Index is { } expected && expected != before.ModifyIndex) return new(false);
        var index = indexes.Next();
        configs.Save(new AutopilotConfig(entry.Settings, before.CreateIndex == 0 ? index : before.CreateIndex, index));
        return new(true);
    }
}
