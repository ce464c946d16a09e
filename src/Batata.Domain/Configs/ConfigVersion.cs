namespace Batata.Domain.Configs;

/// <summary>What a successful publish stored.</summary>
/// <param name="Id">Id of the config's row; 0 for a gray version.</param>
public sealed record ConfigVersion(long Id, string Md5, DateTimeOffset ModifiedAt);

/// <summary>Who asked for a change, from where.</summary>
/// <param name="User">Name as sent or as authenticated; null when nobody said one.</param>
/// <param name="Ip">Address of the client.</param>
public sealed record ConfigAuthor(string? User, string? Ip);

/// <summary>Descriptive fields of a formal version. They do not change what clients are served, but <see cref="Type"/> does.</summary>
/// <param name="AppName">Null on publish keeps the stored one; empty clears it.</param>
/// <param name="Tags">Null on publish keeps the stored ones; an empty list clears them.</param>
public sealed record ConfigDescription(
    string? AppName, string? Type, string? Desc, string? Use, string? Effect, string? Schema, IReadOnlyList<string>? Tags)
{
    public static ConfigDescription None { get; } = new(null, null, null, null, null, null, null);
}

/// <summary>A content for some clients only, beside the formal version or without one.</summary>
public sealed record GrayVersion(
    GrayRule Rule, ConfigContent Content, string? AppName, ConfigAuthor Author, DateTimeOffset CreatedAt, DateTimeOffset ModifiedAt);

/// <summary>The version that every client gets for whom no gray rule holds.</summary>
/// <param name="Id">Row id; 0 until stored.</param>
public sealed record FormalVersion(
    long Id, ConfigContent Content, ConfigDescription Description, ConfigAuthor Author, DateTimeOffset CreatedAt, DateTimeOffset ModifiedAt);
