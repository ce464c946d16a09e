using Batata.Api.Nacos.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>Counts one request when its answer begins, so that whoever has the answer finds it counted; at the latest when the request ends.</summary>
internal sealed class HttpRecording
{
    private readonly HttpTimings _timings;
    private readonly long _begun;
    private readonly string _context;
    private readonly HttpContext _http;
    private bool _taken;

    public HttpRecording(HttpTimings timings, long begun, string context, HttpContext http)
    {
        (_timings, _begun, _context, _http) = (timings, begun, context, http);
        http.Response.OnStarting(
            static state =>
            {
                ((HttpRecording)state).Take();
                return Task.CompletedTask;
            },
            this);
    }

    /// <summary>Null until it is found, and when there is none.</summary>
    public NacosRoute? Route { get; set; }

    public void Take()
    {
        if (_taken) return;
        _taken = true;
        _timings.Record(_begun, _context, Route, _http);
    }
}
