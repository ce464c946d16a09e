namespace Batata.Api.Nacos.Grpc.Dispatch;

internal enum PermissionAction
{
    /// <summary>Nobody needs a right.</summary>
    Open,
    Read,
    Write,
}

/// <summary>What a request type needs. Protocol source: the <c>Secured</c> annotations of Nacos 3.1 (nacos-grpc §5.9).</summary>
/// <param name="Resource">Kind of resource as permissions name it: <c>config</c>, <c>naming</c>, <c>ai</c>; empty when open.</param>
internal readonly record struct RequestPermission(string Resource, PermissionAction Action)
{
    public static RequestPermission Open => new("", PermissionAction.Open);

    public static RequestPermission Read(string resource) => new(resource, PermissionAction.Read);

    public static RequestPermission Write(string resource) => new(resource, PermissionAction.Write);
}
