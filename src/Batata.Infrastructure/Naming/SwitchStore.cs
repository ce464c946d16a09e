using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>The switches in force here: the replicated ones, or those that were set for this node alone (<c>debug=true</c>) until the next replicated change.</summary>
internal sealed class SwitchStore : ISwitches
{
    private volatile SwitchDomain _current = SwitchDomain.Default;

    /// <summary>Raised on the thread that set them.</summary>
    public event Action? Changed;

    public SwitchDomain Current => _current;

    public void SetHere(SwitchDomain switches) => Set(switches);

    public void Set(SwitchDomain switches)
    {
        _current = switches;
        Changed?.Invoke();
    }
}
