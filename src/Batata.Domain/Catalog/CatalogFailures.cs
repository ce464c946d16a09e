using Batata.Domain.Shared;

namespace Batata.Domain.Catalog;

/// <summary>Refusals of the catalog, in Consul's words.</summary>
public static class CatalogFailures
{
    public const string Code = "catalog.refused";

    public static Failure MissingNode { get; } = Refused("Missing node registration");

    public static Failure MissingService { get; } = Refused("Missing service registration");

    /// <summary>Consul says here what its memory database does.</summary>
    public static Failure MissingCheckId { get; } = Refused("failed health check lookup: index error: object is missing a value for this index");

    public static Failure Refused(string text) => new(FailureKind.Invalid, Code, text);

    public static Failure Within(this Failure failure, string doing) => failure with { Message = $"{doing}: {failure.Message}" };
}
