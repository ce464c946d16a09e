using System.Globalization;
using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Domain.Namespaces;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>What the naming calls of v1 have in common. Parameters are mostly read as <c>WebUtils</c> of Nacos does: the first value, blank as missing, trimmed.</summary>
internal static class NamingV1
{
    public const string Prefix = "/v1/ns";
    public const string NotGrouped = "Param 'serviceName' is illegal, it should be format as 'groupName@@serviceName'";
    private static readonly byte[] OkText = "ok"u8.ToArray();

    public static string Optional(this NacosRequest request, string name, string otherwise = "") =>
        request.First(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : otherwise;

    /// <summary>One that the route requires.</summary>
    public static string Required(this NacosRequest request, string name) =>
        request.First(name)?.Trim() ?? throw new InvalidOperationException($"The route does not require {name}.");

    public static string Namespace(this NacosRequest request) => NamespaceId.Normalize(request.First("namespaceId"));

    /// <summary>The service of a request that filters have seen: its name has a group, or is blank.</summary>
    public static Outcome<ServiceKey> Service(this NacosRequest request)
    {
        var name = request.Optional("serviceName");
        return name.Contains(ServiceKey.Separator, StringComparison.Ordinal)
            ? ServiceKey.Of(request.Namespace(), name)
            : new Failure(FailureKind.Invalid, NamingFailures.ServiceNameCode, NotGrouped);
    }

    /// <summary>As <see cref="Service"/>, where the reference does not ask for the form: it trips over a nameless service later, here it is refused.</summary>
    public static Outcome<ServiceKey> NamedService(this NacosRequest request) => request.Optional("serviceName").Length > 0
        ? request.Service()
        : new Failure(FailureKind.Invalid, NamingFailures.ServiceNameCode, NamingFailures.NamelessText);

    /// <summary>0 for what is no number. Protocol source: <c>NumberUtils.toInt</c>.</summary>
    public static int Count(this NacosRequest request, string name, int otherwise = 0)
    {
        var text = request.Optional(name);
        return text.Length == 0 ? otherwise : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The address that a route requires; the parameter check saw the port.</summary>
    /// <returns>A failure for a port that is no number, when the check is off.</returns>
    public static Outcome<InstanceAddress> Address(this NacosRequest request, string cluster)
    {
        var port = request.Required("port");
        return int.TryParse(port, out var number)
            ? new InstanceAddress(request.Required("ip"), number, cluster)
            : new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, JavaText.NoNumber(port));
    }

    public static Task OkAsync(this NacosRequest request) =>
        Answers.BytesAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), OkText);

    public static Task AnswerAsync<T>(this NacosRequest request, Outcome<T> outcome) => outcome.Ok ? request.OkAsync() : request.RefusedAsync(outcome.Failure);

    public static Task RefusedAsync(this NacosRequest request, Failure failure) => request.Errors.RefusedAsync(request.Http, failure);

    /// <summary>A bare JSON object.</summary>
    public static Task JsonAsync<TState>(this NacosRequest request, TState state, Action<Utf8JsonWriter, TState> write) =>
        Answers.BareJsonAsync(request.Http, state, write);
}
