using Batata.Api.Nacos.Grpc.Messages;
using Batata.Application.Namespaces;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>
/// Whether all namespaces that a request names are there; a blank one always is. After the check of rights, so that it tells strangers nothing, while Nacos asks
/// before. Protocol source: Nacos 3.1 <c>NamespaceValidationRequestFilter</c>.
/// </summary>
/// <param name="namespaces">Null when nothing is checked.</param>
internal sealed class NamespaceCheck(INamespaceQueries? namespaces)
{
    public const int NotThere = 22001;

    public bool IsOn => namespaces is not null;

    /// <returns>Why the request is refused; null when it is not.</returns>
    public async ValueTask<string?> ProblemAsync(SdkRequest request, CancellationToken cancellationToken)
    {
        foreach (var id in request.NamedNamespaces.Distinct(StringComparer.Ordinal))
        {
            if (!string.IsNullOrWhiteSpace(id) && !await namespaces!.ExistsAsync(id, cancellationToken)) return $"Namespace '{id}' does not exist. Please create the namespace first.";
        }
        return null;
    }
}
