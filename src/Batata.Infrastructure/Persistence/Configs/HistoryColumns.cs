using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>Words that <c>his_config_info</c> uses. Protocol source: Nacos 3.1 <c>HistoryConfigInfoPersistService</c>.</summary>
internal static class HistoryColumns
{
    public static string OperationText(ConfigOperation operation) => operation switch
    {
        ConfigOperation.Insert => "I",
        ConfigOperation.Update => "U",
        ConfigOperation.Delete => "D",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    /// <param name="text">Column <c>op_type</c> is a <c>char(10)</c> in Nacos' own databases: padded by some.</param>
    public static ConfigOperation Operation(string text) => text.TrimEnd() switch
    {
        "I" => ConfigOperation.Insert,
        "U" => ConfigOperation.Update,
        "D" => ConfigOperation.Delete,
        var other => throw new InvalidDataException($"op_type of a history row is not understood: {other}"),
    };

    public static string PublishType(string grayName) => grayName.Length == 0 ? "formal" : "gray";
}
