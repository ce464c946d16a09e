namespace Batata.Host.Settings;

/// <summary>What the sources came to.</summary>
internal sealed class LoadedSettings
{
    public BatataOptions Options { get; } = new();

    /// <summary>Reasons not to start, each with its key and where it was said.</summary>
    public List<string> Problems { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>What is known but does nothing here; of interest only to who looks for it.</summary>
    public List<string> Notes { get; } = [];
}
