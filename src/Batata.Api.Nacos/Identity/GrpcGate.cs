using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Shared;
using Google.Protobuf.Collections;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// Finds out who sends a gRPC request. Headers stand in the envelope, or in the body; their names have case here. The connection itself proves nothing:
/// each request does. Protocol source: Nacos 3.1 <c>RemoteRequestAuthFilter</c>, <c>GrpcIdentityContextBuilder</c>.
/// </summary>
internal sealed class GrpcGate(IAuthorizer authorizer, IOptions<IdentityOptions> options)
{
    private const string Bearer = "Bearer ";

    private readonly bool _guards = options.Value.Guards(AccessScope.Open);

    public bool Guards(NacosPermission permission) => _guards && permission.Subject != PermissionSubject.Open;

    /// <summary>Without a wait or an allocation; null when <see cref="IdentifyAsync"/> has to tell.</summary>
    public Caller? FindKnown(SdkRequest request, in UnaryCall call) => authorizer.FindKnown(TokenOf(request, call));

    public ValueTask<Outcome<Caller>> IdentifyAsync(SdkRequest request, in UnaryCall call)
    {
        var credentials = new Credentials(TokenOf(request, call).ToString(), Find(request, call, "username"), Find(request, call, "password"), call.Connection.RemoteIp);
        return authorizer.IdentifyAsync(credentials, call.Aborted);
    }

    private static ReadOnlySpan<char> TokenOf(SdkRequest request, in UnaryCall call)
    {
        if (Find(request, call, "Authorization") is { } authorization && authorization.StartsWith(Bearer, StringComparison.Ordinal)
            && authorization.AsSpan(Bearer.Length) is var token && !token.IsWhiteSpace()) return token;
        return Find(request, call, "accessToken");
    }

    private static string? Find(SdkRequest request, in UnaryCall call, string name) =>
        call.Metadata.Headers is MapField<string, string> headers && headers.TryGetValue(name, out var value) ? value : request.Headers?.GetValueOrDefault(name);
}
