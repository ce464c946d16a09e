using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Params;
using Batata.Application.Abstractions;
using Batata.Application.Audit;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Http;

/// <summary>
/// Everything between a port and a handler, in the order of the reference's filters, but limits first: odd requests, context path, filters of the port, route, form,
/// service name of naming v1, compatibility switch, caller, readiness, parameter check, binding. Nothing is thrown past it, and no detail of an exception is answered.
/// </summary>
internal sealed partial class NacosPipeline(NacosPort port, HttpLimits limits, NacosGate gate, FrontAudit audit, INodeState node, HttpTimings timings, IOptions<NacosOptions> options, ILogger<NacosPipeline> logger)
{
    private readonly NacosOptions _options = options.Value;
    private readonly CompatibilitySwitch _compatibility = new(options.Value);

    private readonly HttpLimits? _limits = limits.IsOn ? limits : null;
    private readonly HttpLimits? _userLimits = limits.CountsUsers ? limits : null;

    public Task InvokeAsync(HttpContext http)
    {
        var begun = timings.Begin();
        if ((_limits?.Refuse(http, port) ?? (_userLimits is null ? port.TryServe(http) : null)) is not { } served) return GuardAsync(http, begun);
        if (!served.IsCompletedSuccessfully) return ServedAsync(http, begun, served);
        timings.Record(begun, port.ContextPath, port.PlainRouteOf(http.Request), http);
        return served;
    }

    private async Task ServedAsync(HttpContext http, long begun, Task served)
    {
        await served;
        timings.Record(begun, port.ContextPath, port.PlainRouteOf(http.Request), http);
    }

    private async Task GuardAsync(HttpContext http, long begun)
    {
        http.Features.Set(port);
        port.WriteHeaders(http);
        var recording = new HttpRecording(timings, begun, port.ContextPath, http);
        NacosRoute? route = null;
        NacosParameters? parameters = null;
        AuditTrail? trail = null;
        var began = audit.Now();
        try
        {
            if (Unrouted(http) is { } answered)
            {
                await answered;
                return;
            }
            var path = port.BelowContext(http.Request.Path);
            var candidates = port.Routes.Find(path)!;
            parameters = new NacosParameters(_options.MaxParameters);
            UrlEncoded.ReadQuery(http.Request.QueryString.Value, parameters);
            if (await FormBody.ReadAsync(http.Request, _options.MaxFormBytes, _options.MaxUploadBytes, parameters, http.RequestAborted) is var form && form != FormOutcome.Read)
            {
                await RefuseFormAsync(http, form);
                return;
            }
            route = recording.Route = RouteTable.Choose(candidates, http.Request.Method, parameters);
            trail = route is null ? null : audit.Begin(route, http.Request.Method, parameters);
            if (route is null) await SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, "Invalid request parameters.");
            else if ((port.Revise(http, path, parameters) ?? _compatibility.Refuse(http, route)) is { } refused) await refused;
            else if (await gate.FindRefusalAsync(http, route, parameters, port.IsConsole) is { } failure)
            {
                trail = audit.Denied(trail, failure);
                await RefuseCallerAsync(http, failure);
            }
            else await (_userLimits?.RefuseUser(http, port) ?? Refused(http, route, parameters) ?? route.Handler(new NacosRequest(http, route, parameters, path)));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await SpringErrors.WriteAsync(http, e.StatusCode, "The request could not be read.");
        }
        catch (UnavailableException e) when (!http.Response.HasStarted)
        {
            await SpringErrors.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
#pragma warning disable CA1031 // The one place of this front that turns exceptions into a 500. Once an answer began, Kestrel cuts the connection instead.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            LogUnexpected(e, http.Request.Method, http.Request.Path);
            await (route?.Errors.UnexpectedAsync(http) ?? port.UnexpectedAsync(http));
        }
        finally
        {
            if (trail is not null) audit.End(trail, http, route!, parameters!, began);
            recording.Take();
        }
    }

    /// <summary>All that needs no route. Null when the path and the method have one.</summary>
    private Task? Unrouted(HttpContext http)
    {
        if (OddRequests.Refuse(http, NacosPaths.Raw(http), _options.MaxHeadBytes) is { } odd) return odd;
        if (!port.Contains(http.Request.Path)) return UnknownPaths.OutsideAsync(http);
        if (IsPreflight(http.Request)) return port.PreflightAsync(http);
        var path = port.BelowContext(http.Request.Path);
        if (port.Page(http, path) is { } page) return page;
        if (port.Routes.Find(path) is not { } candidates) return port.NoPathAsync(http, path);
        return port.Serves(http.Request.Method, path, candidates) ? null : port.NoMethodAsync(http, path, candidates);
    }

    /// <summary>The filters behind the gate. Null when the handler may run.</summary>
    private Task? Refused(HttpContext http, NacosRoute route, NacosParameters parameters)
    {
        if (!route.AlwaysServed && node.NotServingReason is { } reason)
            return SpringErrors.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, $"In the node initialization, unable to process any requests at this time: {reason}");
        if (_options.ParamCheck && route.Check(parameters) is { } problem) return RefuseParameterAsync(http, problem);
        foreach (var parameter in route.Parameters)
        {
            if (parameter.IsMissing(parameters)) return route.Errors.MissingAsync(http, parameter);
            if (parameter.Mismatch(parameters) is { } why) return route.Errors.MismatchAsync(http, parameter, why);
        }
        return null;
    }

    private Task RefuseCallerAsync(HttpContext http, Failure failure)
    {
        port.DropHeadersBehindGate(http.Response.Headers);
        return CallerErrors.WriteAsync(http, failure);
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Origin") && request.Headers.ContainsKey("Access-Control-Request-Method");

    private Task RefuseParameterAsync(HttpContext http, string problem)
    {
        port.DropHeadersOfLaterFilters(http.Response.Headers);
        NacosHeaders.WriteConfigNoCache(http.Response.Headers);
        var type = NacosPaths.IsConfigV1(http) ? NacosHeaders.JsonUtf8 : null;
        return Answers.TextAsync(http, StatusCodes.Status400BadRequest, type, problem + "\r\n");
    }

    private static Task RefuseFormAsync(HttpContext http, FormOutcome form) => form == FormOutcome.TooLarge
        ? Answers.EmptyAsync(http, StatusCodes.Status413PayloadTooLarge)
        : SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, "Failed to parse multipart servlet request");

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error, Message = "Unexpected failure of {Method} {Path}")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
