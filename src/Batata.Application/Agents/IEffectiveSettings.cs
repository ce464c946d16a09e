namespace Batata.Application.Agents;

/// <summary>The settings that this node runs with, for people who look for why it does what it does.</summary>
public interface IEffectiveSettings
{
    /// <summary>By key. A secret is <c>hidden</c> when it is set; what has no value is left out.</summary>
    IReadOnlyDictionary<string, string> All { get; }
}
