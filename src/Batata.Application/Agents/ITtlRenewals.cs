namespace Batata.Application.Agents;

/// <summary>Beats of checks that say nothing new: the node that ends their TTLs moves their time, and nothing is written.</summary>
public interface ITtlRenewals
{
    /// <returns>False when it has to be written: it says something new, or this node does not know.</returns>
    bool TryRenew(string node, string checkId, string status, string output);
}
