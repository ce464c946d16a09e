using System.Threading.RateLimiting;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Params;
using Batata.Application.Audit;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Audit;

/// <summary>Begins a trail for what is kept and makes a record of it when it was answered, over HTTP and gRPC alike.</summary>
internal sealed class FrontAudit(IAuditLog log, AuditScope scope, IOptions<LimitOptions> limits, TimeProvider time) : IDisposable
{
    // Of one address. Who is turned away all the time must not fill the files until what matters is gone from them.
    private const int RefusalsPerSecond = 10;
    private const int RefusalsAtOnce = 100;

    private readonly ClientBuckets<ClientKey> _refusals = new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = RefusalsAtOnce, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / RefusalsPerSecond), AutoReplenishment = false, QueueLimit = 0,
        },
        time);

    private const string UserName = "username";

    /// <summary>Null when the call is not kept.</summary>
    public AuditTrail? Begin(NacosRoute route, string method, NacosParameters parameters) =>
        log.IsOn && AuditedCalls.IsKept(route, method) && (log.KeepsClients || !AuditedCalls.IsOfClients(method, route.Path, parameters["ephemeral"])) ? scope.Begin() : null;

    /// <summary>Null when the call is not kept.</summary>
    public AuditTrail? Begin(GrpcHandler handler) =>
        log.IsOn && AuditedCalls.IsKept(handler.Permission) && (log.KeepsClients || !AuditedCalls.IsOfClients(handler.RequestType)) ? scope.Begin() : null;

    /// <summary>A caller was turned away, whatever it asked for.</summary>
    public AuditTrail? Denied(AuditTrail? trail, Failure failure)
    {
        if (!log.IsOn) return null;
        trail ??= new AuditTrail();
        trail.Refused(failure);
        return trail;
    }

    public void End(AuditTrail trail, HttpContext http, NacosRoute route, NacosParameters parameters, long began)
    {
        var status = http.Response.StatusCode;
        var user = http.Caller() is { IsUser: true } caller ? caller.Name : "";
        // Who logged in is known when it worked; else it is a name that somebody tried, which the details have.
        if (user.Length == 0 && trail is { Action: "Login", Failure: null } && status < StatusCodes.Status400BadRequest) user = parameters[UserName] ?? http.Request.Headers[UserName].ToString();
        var call = $"{http.Request.Method} {route.Path}";
        var client = ClientKey.AddressOf(http, limits.Value.TrustedProxies);
        if (client is { IsIPv4MappedToIPv6: true }) client = client.MapToIPv4();
        Add(trail, user, ClientKey.Of(client), client?.ToString() ?? "", call, AuditTexts.ResourceOf(route.Permission!, parameters), AuditTexts.DetailsOf(parameters, http.Request.Headers["X-Forwarded-For"].ToString()), status,
            status >= StatusCodes.Status500InternalServerError, status >= StatusCodes.Status400BadRequest, began);
    }

    /// <param name="answer">Null when the handler failed.</param>
    public void End(AuditTrail trail, in UnaryCall call, string requestType, string resource, SdkResponse? answer, long began)
    {
        var code = answer?.ErrorCode ?? StatusCodes.Status500InternalServerError;
        Add(trail, trail.User, call.Connection.Key, call.Connection.RemoteIp, requestType, resource, [], code, code >= StatusCodes.Status500InternalServerError, answer?.ResultCode == SdkResponse.Failed, began);
    }

    public void Dispose() => _refusals.Dispose();

    public long Now() => time.GetTimestamp();

    private void Add(
        AuditTrail trail, string user, ClientKey client, string address, string call, string resource,
        IReadOnlyList<KeyValuePair<string, string>> details, int code, bool isFailure, bool isRefusal, long began)
    {
        var result = trail.Failure is not null ? trail.IsFailureOfServer ? AuditResult.Failed : AuditResult.Refused
            : isFailure ? AuditResult.Failed
            : isRefusal ? AuditResult.Refused : AuditResult.Done;
        if (result == AuditResult.Refused && !_refusals.Takes(client)) return;
        log.Add(new AuditRecord(
            time.GetUtcNow(), AuditTexts.Short(user), address, trail.Action ?? call, call, resource, details, result, code, trail.Failure,
            (long)time.GetElapsedTime(began).TotalMilliseconds));
    }
}
