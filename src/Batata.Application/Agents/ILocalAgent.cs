namespace Batata.Application.Agents;

/// <summary>The agent that this node is: what is registered through it belongs to the node of this name in the catalog.</summary>
public interface ILocalAgent
{
    /// <summary><c>batata.node.name</c>.</summary>
    string Node { get; }
}
