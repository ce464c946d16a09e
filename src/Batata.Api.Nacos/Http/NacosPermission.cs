using Batata.Application.Identity;

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

    /// <summary><c>{namespace}:DEFAULT_GROUP:ai/{mcpName}</c> of the parameters.</summary>
    Ai,

    /// <summary>The string as it stands.</summary>
    Fixed,

    /// <summary>Any user, by name and password in the way of HTTP (<c>Authorization: Basic</c>).</summary>
    Basic,

    /// <summary>Another server of the owner's.</summary>
    Inner,
}

/// <summary>What a caller must be allowed. Every route and every gRPC request declares one; <see cref="Identity.NacosGate"/> decides by it.</summary>
/// <param name="Resource">The whole of a <see cref="PermissionSubject.Fixed"/> one; of what is open, why it is.</param>
internal sealed record NacosPermission(PermissionSubject Subject, PermissionAction Action, string? Resource = null)
{
    /// <summary>For <see cref="Identity.OpenAccess"/> alone, where all that is open stands.</summary>
    public static NacosPermission OpenSince(string reason) => new(PermissionSubject.Open, PermissionAction.Read, reason);

    public static NacosPermission Identity { get; } = new(PermissionSubject.Identity, PermissionAction.Read);

    public static NacosPermission ReadConfig { get; } = new(PermissionSubject.Config, PermissionAction.Read);

    /// <summary>As <see cref="ReadConfig"/>, and with a star for the namespace the handler leaves out what the caller may not read.</summary>
    public static NacosPermission SearchConfigs { get; } = ReadConfig with { JudgesEach = true };

    public static NacosPermission WriteConfig { get; } = new(PermissionSubject.Config, PermissionAction.Write);

    public static NacosPermission ReadNaming { get; } = new(PermissionSubject.Naming, PermissionAction.Read);

    public static NacosPermission WriteNaming { get; } = new(PermissionSubject.Naming, PermissionAction.Write);

    public static NacosPermission ReadAi { get; } = new(PermissionSubject.Ai, PermissionAction.Read);

    public static NacosPermission WriteAi { get; } = new(PermissionSubject.Ai, PermissionAction.Write);

    public static NacosPermission Basic { get; } = new(PermissionSubject.Basic, PermissionAction.Read);

    public static NacosPermission Inner { get; } = new(PermissionSubject.Inner, PermissionAction.Read);

    public static NacosPermission Read(string resource) => new(PermissionSubject.Fixed, PermissionAction.Read, resource);

    public static NacosPermission Write(string resource) => new(PermissionSubject.Fixed, PermissionAction.Write, resource);

    /// <summary>With a star for the namespace anybody who is known may ask: the handler judges each config that it finds.</summary>
    public bool JudgesEach { get; private init; }

    public AccessAction AccessAction { get; } = Action == PermissionAction.Read ? AccessAction.Read : AccessAction.Write;

    public AccessKind AccessKind { get; } = Subject switch
    {
        PermissionSubject.Config => AccessKind.Config,
        PermissionSubject.Naming => AccessKind.Naming,
        PermissionSubject.Ai => AccessKind.Ai,
        PermissionSubject.Fixed => AccessKind.Fixed,
        _ => AccessKind.Identity,
    };

    /// <summary>Whether somebody may do this with one config or service.</summary>
    public bool Allows(Caller caller, ReadOnlySpan<char> @namespace, ReadOnlySpan<char> group, ReadOnlySpan<char> name) =>
        caller.May(new AccessRequest { Kind = AccessKind, Action = AccessAction, Namespace = @namespace, Group = group, Name = name });

    /// <summary>The same with all that a fuzzy watch asks for: <c>namespace&gt;&gt;group&gt;&gt;name</c>, whose stars a permission must cover.</summary>
    public bool AllowsPattern(Caller caller, string? pattern) => pattern?.Split(">>") is { } parts
        ? Allows(caller, parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2))
        : Allows(caller, default, default, default);

    public override string ToString() => $"{(Action == PermissionAction.Read ? 'r' : 'w')} {(Subject == PermissionSubject.Fixed ? Resource : Subject.ToString())}";
}
