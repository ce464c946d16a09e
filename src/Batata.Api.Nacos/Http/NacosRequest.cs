using System.Globalization;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;
using Batata.Application.Identity;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>What a handler gets: parameters that fit what its route declared, and who asks.</summary>
internal sealed class NacosRequest(HttpContext http, NacosRoute route, NacosParameters parameters, string path)
{
    private string? _clientIp;

    public HttpContext Http { get; } = http;

    public ErrorFamily Errors => route.Errors;

    public string ClientIp => _clientIp ??= ClientAddress.Of(Http);

    /// <summary>Who asks.</summary>
    public Caller Caller => Http.Caller();

    /// <summary>What came, for who reads it another way.</summary>
    public NacosParameters Parameters => parameters;

    /// <summary>Ends when the client is gone.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>All values joined by a comma; null when the parameter did not come.</summary>
    public string? this[string name] => parameters[name];

    /// <summary>A variable of the route's path.</summary>
    public string PathPart(string name) => route.Template!.Read(path, name);

    /// <summary>As a form fills in what is missing: a blank text has not come.</summary>
    public string Field(string name, string otherwise) => parameters[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : otherwise;

    /// <summary>A file of a multipart body; null when there is none of this name.</summary>
    public byte[]? File(string name) => parameters.Files?.GetValueOrDefault(name);

    public bool Has(string name) => parameters.Has(name);

    /// <summary>The first value, for what is read as <c>getParameter</c> does; null when the parameter did not come.</summary>
    public string? First(string name) => parameters.First(name);

    /// <summary>A text that the route requires.</summary>
    public string Text(string name) => parameters[name] ?? throw new InvalidOperationException($"The route does not require {name}.");

    public int Int(string name, int otherwise = 0) =>
        parameters.First(name) is { Length: > 0 } value ? int.Parse(value, NumberStyles.Integer, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Null when it did not come or is empty.</summary>
    public double? Real(string name) => parameters.First(name) is { Length: > 0 } value ? ParameterSpec.ParseReal(value) : null;

    public long Long(string name) => long.Parse(parameters.First(name)!, NumberStyles.Integer, CultureInfo.InvariantCulture);

    public bool Bool(string name, bool otherwise = false) => parameters.First(name) is { Length: > 0 } value ? ParameterSpec.ParseBool(value) == true : otherwise;

    public IReadOnlyList<long> Longs(string name) => parameters[name] is { Length: > 0 } value
        ? [.. value.Split(',').Select(item => long.Parse(item, NumberStyles.Integer, CultureInfo.InvariantCulture))]
        : [];

    /// <summary>A header, or null when it is missing or blank.</summary>
    public string? Header(string name) => Http.Request.Headers[name].ToString() is var value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
