using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>Sets one switch. Refused with <c>naming.switch</c>; an unknown entry is ignored. Protocol source: Nacos <c>SwitchManager</c>.</summary>
/// <param name="Debug">On this node only, until the next replicated change or a restart.</param>
public sealed record SetSwitch(string Entry, string Value, bool Debug) : IRequest<Outcome<Done>>;

internal sealed class SetSwitchHandler(IReplicatedLog log, ISwitches switches) : IRequestHandler<SetSwitch, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(SetSwitch request, CancellationToken cancellationToken)
    {
        var set = switches.Current.Set(request.Entry, request.Value);
        if (!set.Ok) return set.Failure;
        if (!request.Debug) return await log.ProposeAsync(new SetSwitchEntry(request.Entry, request.Value), cancellationToken);
        switches.SetHere(set.Value);
        return new Done();
    }
}

public sealed record SetSwitchEntry(string Entry, string Value) : ReplicatedEntry<Done>;

internal sealed class SetSwitchApplier(INamingRepository naming) : IApplier<SetSwitchEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(SetSwitchEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var stored = await naming.FindSwitchesAsync(cancellationToken);
        var set = stored.Set(entry.Entry, entry.Value);
        if (!set.Ok) return set.Failure;
        await naming.SaveSwitchesAsync(set.Value, cancellationToken);
        changes.Add<NamingChanged>(new SwitchesChanged(set.Value));
        return new Done();
    }
}
