using Batata.Domain.Shared;

namespace Batata.Domain.Namespaces;

/// <summary>Every refusal of this context with its stable code. Texts are those of Nacos 3.1.</summary>
public static class NamespaceFailures
{
    public const string IllegalCode = "namespace.illegal";
    public const string NotFoundCode = "namespace.not_found";
    public const string TooLongCode = "namespace.too_long";
    public const string ExistsCode = "namespace.exists";

    /// <summary>What Nacos says of a new one that its columns do not hold.</summary>
    public static Failure NotCreated { get; } = TooLong("errCode: 500, errMsg: Namespace creation failed ");

    public static Failure Illegal(string why) => new(FailureKind.Invalid, IllegalCode, why);

    /// <summary>A text that no column holds. Nothing is stored.</summary>
    public static Failure TooLong(string why) => new(FailureKind.Invalid, TooLongCode, why);

    public static Failure NotFound(string id) => new(FailureKind.NotFound, NotFoundCode, $"namespaceId [ {id} ] not exist");

    public static Failure Exists(string id) => new(FailureKind.Conflict, ExistsCode, id == NamespaceId.Public ? $"namespaceId [{id}] is default namespace id and already exist." : $"namespaceId [{id}] already exist.");
}
