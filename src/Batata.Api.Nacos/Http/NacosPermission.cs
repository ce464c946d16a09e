namespace Batata.Api.Nacos.Http;

internal enum PermissionAction
{
    Read,
    Write,
}

/// <summary>What the resource string of a request is made of.</summary>
internal enum PermissionSubject
{
    /// <summary>Everybody may: no identity is asked for.</summary>
    Open,

    /// <summary>Any user who is logged in.</summary>
    Identity,

    /// <summary><c>{namespace}:{group}:config/{dataId}</c> of the parameters.</summary>
    Config,

    /// <summary><c>{namespace}:{group}:naming/{service}</c> of the parameters.</summary>
    Naming,

    /// <summary>The string as it stands.</summary>
    Fixed,

    /// <summary>Another server of the cluster.</summary>
    Inner,
}

/// <summary>What a caller must be allowed. Every route declares one; the authorizer of a later issue decides by it.</summary>
/// <param name="Resource">Set for <see cref="PermissionSubject.Fixed"/> alone.</param>
internal sealed record NacosPermission(PermissionSubject Subject, PermissionAction Action, string? Resource = null)
{
    public static NacosPermission Open { get; } = new(PermissionSubject.Open, PermissionAction.Read);

    public static NacosPermission Identity { get; } = new(PermissionSubject.Identity, PermissionAction.Read);

    public static NacosPermission ReadConfig { get; } = new(PermissionSubject.Config, PermissionAction.Read);

    public static NacosPermission WriteConfig { get; } = new(PermissionSubject.Config, PermissionAction.Write);

    public static NacosPermission ReadNaming { get; } = new(PermissionSubject.Naming, PermissionAction.Read);

    public static NacosPermission WriteNaming { get; } = new(PermissionSubject.Naming, PermissionAction.Write);

    public static NacosPermission Inner { get; } = new(PermissionSubject.Inner, PermissionAction.Read);

    public static NacosPermission Read(string resource) => new(PermissionSubject.Fixed, PermissionAction.Read, resource);

    public static NacosPermission Write(string resource) => new(PermissionSubject.Fixed, PermissionAction.Write, resource);

    public override string ToString() => $"{(Action == PermissionAction.Read ? 'r' : 'w')} {Resource ?? Subject.ToString()}";
}
