namespace Batata.Host.Settings.Sources;

/// <summary>A value as somebody said it.</summary>
/// <param name="Key">As written there.</param>
/// <param name="Text">Null where the key stands without a value: as good as not said, but it takes back what an earlier source said.</param>
/// <param name="Origin">For people: file and line, variable, or command line.</param>
internal sealed record SettingValue(string Key, string? Text, string Origin);

/// <summary>A source that cannot be read. The message names the file, and the line where there is one.</summary>
internal sealed class SettingSourceException(string message) : Exception(message);
