using Batata.Api.Nacos.Http;
using Batata.Application.Identity;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>What every request body may hold. Unknown members are ignored, all may be null. Protocol source: Nacos 3.1 <c>Request</c>.</summary>
internal abstract class SdkRequest
{
    /// <summary>Those of the envelope count more. Python and C# write them here as well.</summary>
    public Dictionary<string, string?>? Headers { get; set; }

    /// <summary>What an audit says that it is about.</summary>
    public virtual string Subject() => "";

    /// <summary>Those that must be there when that is checked.</summary>
    public virtual IEnumerable<string?> NamedNamespaces => [];

    /// <summary>Whether somebody may do what this asks for. Nobody may what does not say what it is about.</summary>
    public virtual bool IsAllowed(Caller caller, NacosPermission permission) => false;
}

/// <summary>A request without members of its own.</summary>
internal sealed class HealthCheckRequest : SdkRequest;
