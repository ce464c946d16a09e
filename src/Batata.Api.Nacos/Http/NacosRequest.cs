using System.Globalization;
using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>What a handler gets: parameters that fit what its route declared, and who asks.</summary>
internal sealed class NacosRequest(HttpContext http, NacosRoute route, NacosParameters parameters)
{
    private string? _clientIp;

    public HttpContext Http { get; } = http;

    public ErrorFamily Errors => route.Errors;

    public string ClientIp => _clientIp ??= ClientAddress.Of(Http);

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>All values joined by a comma; null when the parameter did not come.</summary>
    public string? this[string name] => parameters[name];

    public bool Has(string name) => parameters.Has(name);

    /// <summary>A text that the route requires.</summary>
    public string Text(string name) => parameters[name] ?? throw new InvalidOperationException($"The route does not require {name}.");

    public int Int(string name, int otherwise = 0) =>
        parameters.First(name) is { Length: > 0 } value ? int.Parse(value, NumberStyles.Integer, CultureInfo.InvariantCulture) : otherwise;

    public long Long(string name) => long.Parse(parameters.First(name)!, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public bool Bool(string name) => parameters.First(name) is { Length: > 0 } value && ParameterSpec.ParseBool(value) == true;

    public IReadOnlyList<long> Longs(string name) => parameters[name] is { Length: > 0 } value
        ? [.. value.Split(',').Select(item => long.Parse(item, NumberStyles.Integer, CultureInfo.InvariantCulture))]
        : [];

    /// <summary>A header, or null when it is missing or blank.</summary>
    public string? Header(string name) => Http.Request.Headers[name].ToString() is var value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
