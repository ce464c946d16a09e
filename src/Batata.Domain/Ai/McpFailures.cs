using Batata.Domain.Shared;

namespace Batata.Domain.Ai;

/// <summary>Refusals of the registry of MCP servers, in the words of Nacos 3.1.</summary>
public static class McpFailures
{
    public const string NotFoundCode = "mcp.not_found";
    public const string VersionNotFoundCode = "mcp.version_not_found";
    public const string VersionExistsCode = "mcp.version_exists";
    public const string NoEndpointServiceCode = "mcp.no_endpoint_service";
    public const string ExistsCode = "mcp.exists";
    public const string MissingCode = "mcp.missing";
    public const string InvalidCode = "mcp.invalid";

    /// <summary>Nacos: the text comes from the read of a config that has no message.</summary>
    public static Failure NotFound(string? id, string namespaceId) =>
        new(FailureKind.NotFound, NotFoundCode, $"Mcp server [ID: {id ?? "null"}] not found in namespace [{namespaceId}]. Response: null");

    /// <summary>What gRPC clients are told, who know names alone.</summary>
    public static Failure NameNotFound(string name, string namespaceId) =>
        new(FailureKind.NotFound, NotFoundCode, $"MCP server `{name}` not found in namespaceId: `{namespaceId}`");

    public static Failure VersionNotFound(string id, string version) =>
        new(FailureKind.NotFound, VersionNotFoundCode, $"mcp server `{id}` for version `{version}` not found");

    public static Failure VersionExists(string? name, string version) =>
        new(FailureKind.Conflict, VersionExistsCode, $"Mcp Server {name} and target version {version} already exist, do not do release");

    public static Failure NoEndpointService() => new(FailureKind.NotFound, NoEndpointServiceCode, "The Mcp Server Ref endpoint service not found.");

    public static Failure Exists(string? name) =>
        new(FailureKind.Conflict, ExistsCode, $"mcp server `{name}` has existed, please update it rather than create.");

    public static Failure NoVersion() => Invalid("Version must be specified in parameter `serverSpecification`");

    public static Failure IdIsNoUuid() => Invalid("parameter `serverSpecification.id` is not match uuid pattern,  must obey uuid pattern");

    public static Failure IdTaken() => Invalid("parameter `serverSpecification.id` conflict with exist mcp server id");

    public static Failure Missing(string message) => new(FailureKind.Invalid, MissingCode, message);

    public static Failure Invalid(string message) => new(FailureKind.Invalid, InvalidCode, message);
}
