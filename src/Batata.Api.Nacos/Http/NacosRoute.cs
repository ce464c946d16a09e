using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

internal delegate Task NacosHandler(NacosRequest request);

/// <summary>Class of an old API in the compatibility switch. Protocol source: Nacos 3.1 <c>ApiCompatibilityConfig</c>.</summary>
internal enum ApiClass
{
    /// <summary>Never switched off.</summary>
    Current,
    Client,
    Console,
    Admin,

    /// <summary>Between servers of 2.x: gone, since every member here is of the new kind.</summary>
    Inner,
}

/// <summary>One method on one exact path, perhaps chosen by the value of a parameter, with all that the pipeline must know before its handler runs.</summary>
internal sealed class NacosRoute(string method, string path, NacosHandler handler, ErrorFamily errors, bool onConsole)
{
    public const string AnyMethod = "ANY";

    private static readonly string[] AllMethods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    private readonly List<ParameterSpec> _parameters = [];

    /// <summary>In capitals; <see cref="AnyMethod"/> for all but OPTIONS.</summary>
    public string Method { get; } = method;

    public IReadOnlyList<string> Methods => Method == AnyMethod ? AllMethods : [Method];

    /// <summary>Below the context path.</summary>
    public string Path { get; } = path;

    /// <summary>Null when the path has no variables.</summary>
    public PathTemplate? Template { get; } = PathTemplate.Of(path);

    /// <summary>Served on the console port as well.</summary>
    public bool OnConsole { get; } = onConsole;

    public NacosHandler Handler { get; } = handler;

    public ErrorFamily Errors { get; } = errors;

    /// <summary>The route is meant only when this parameter has this value.</summary>
    public (string Name, string Value)? Selector { get; private set; }

    public NacosPermission? Permission { get; private set; }

    public ApiClass Class { get; private set; }

    /// <summary>What to call instead, in the words of Nacos; null when nothing replaces it.</summary>
    public string? Replacement { get; private set; }

    public ParameterCheck Check { get; private set; } = ParameterChecks.None;

    public IReadOnlyList<ParameterSpec> Parameters => _parameters;

    /// <summary>Answers although the node has not caught up: health and the like.</summary>
    public bool AlwaysServed { get; private set; }

    public NacosRoute When(string name, string value)
    {
        Selector = (name, value);
        return this;
    }

    public NacosRoute RequireNacosPermission(NacosPermission permission)
    {
        Permission = permission;
        return this;
    }

    public NacosRoute Compatibility(ApiClass apiClass, string? replacement = null)
    {
        (Class, Replacement) = (apiClass, replacement);
        return this;
    }

    public NacosRoute Checked(ParameterCheck check)
    {
        Check = check;
        return this;
    }

    /// <summary>Texts that must come.</summary>
    public NacosRoute Requires(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _parameters.Add(new ParameterSpec(name, ParameterType.Text, Required: true));
        return this;
    }

    /// <summary>Fields of a form object that must not be blank.</summary>
    public NacosRoute RequiresFields(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) RequiresField(name, ParameterType.Text);
        return this;
    }

    /// <summary>A field of a form object that must come.</summary>
    public NacosRoute RequiresField(string name, ParameterType type)
    {
        _parameters.Add(new ParameterSpec(name, type, Required: true, FormField: true));
        return this;
    }

    /// <summary>Texts that the reference's handler asks for itself.</summary>
    public NacosRoute RequiresByHand(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _parameters.Add(new ParameterSpec(name, ParameterType.Text, Required: true, ByHand: true));
        return this;
    }

    public NacosRoute Takes(string name, ParameterType type, bool required = false)
    {
        _parameters.Add(new ParameterSpec(name, type, required));
        return this;
    }

    public NacosRoute AnswersAlways()
    {
        AlwaysServed = true;
        return this;
    }

    /// <param name="method">In capitals; OPTIONS is answered elsewhere.</param>
    public bool Takes(string method) => Method == method || (Method == AnyMethod && !HttpMethods.IsOptions(method));

    public bool IsChosenBy(NacosParameters parameters) => Selector is not { } selector || parameters[selector.Name] == selector.Value;

    public override string ToString() => $"{Method} {Path}{(Selector is { } s ? $"?{s.Name}={s.Value}" : "")}";
}
