using Batata.Application.Watches;

namespace Batata.Application.Sessions;

/// <summary>Ends the sessions that hang on something that is lost, and frees or deletes what they hold. For the applying thread.</summary>
internal interface ISessionEnds
{
    /// <summary>The node left the catalog.</summary>
    void OfNode(string node, ulong index, StateChanges changes);

    /// <summary>The check left the catalog or became critical.</summary>
    void OfCheck(string node, string checkId, ulong index, StateChanges changes);
}
