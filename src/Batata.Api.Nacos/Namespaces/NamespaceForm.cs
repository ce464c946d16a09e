using Batata.Api.Nacos.Http;
using Batata.Domain.Namespaces;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>The form object of v2 and v3, which looks at its fields itself. Protocol source: Nacos 3.1 <c>NamespaceForm.validate</c>.</summary>
internal static class NamespaceForm
{
    public const string Id = "namespaceId";
    public const string Name = "namespaceName";
    public const string Description = "namespaceDesc";

    /// <summary>Null when all came; an empty field has come.</summary>
    public static Task? Missing(NacosRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!request.Has(name))
            {
                return Answers.ResultAsync(
                    request.Http, StatusCodes.Status400BadRequest, 10000, "parameter missing", $"required parameter '{name}' is missing", BasicJson.Default.String);
            }
        }
        return null;
    }

    /// <summary>Nacos 3.x: an empty name is illegal in v2 and for operators, but not on the v3 console.</summary>
    public static Task? NoName(NacosRequest request) => request.Text(Name).Length == 0
        ? request.Errors.RefusedAsync(request.Http, NamespaceFailures.Illegal("namespaceName [] contains illegal char"))
        : null;
}
