using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Http;

/// <summary>Paths of Consul that nothing serves yet: they answer 501 and say so. A path leaves this list when its endpoints are built.</summary>
internal static class NotBuilt
{
    private static readonly (string Path, string Methods)[] Paths =
    [
        ("/agent/connect/authorize", "POST"), ("/agent/connect/ca/roots", "GET"), ("/agent/connect/ca/leaf/", "GET"),
        ("/query", "GET,POST"), ("/query/", "GET,PUT,DELETE"), ("/config", "PUT"), ("/config/", "GET,DELETE"), ("/exported-services", "GET"),
        ("/discovery-chain/", "GET,POST"), ("/connect/ca/configuration", "GET,PUT"), ("/connect/ca/roots", "GET"), ("/connect/intentions", "GET,POST"),
        ("/connect/intentions/match", "GET"), ("/connect/intentions/check", "GET"), ("/connect/intentions/exact", "GET,PUT,DELETE"), ("/connect/intentions/", "GET,PUT,DELETE"),
        ("/peering/token", "POST"), ("/peering/establish", "POST"), ("/peering/", "GET,DELETE"), ("/peerings", "GET"),
        ("/operator/keyring", "GET,POST,PUT,DELETE"),
        ("/acl/bootstrap", "PUT"), ("/acl/login", "POST"), ("/acl/logout", "POST"), ("/acl/replication", "GET"), ("/acl/policies", "GET"), ("/acl/policy", "PUT"),
        ("/acl/policy/name/", "GET"), ("/acl/policy/", "GET,PUT,DELETE"), ("/acl/roles", "GET"), ("/acl/role", "PUT"), ("/acl/role/name/", "GET"), ("/acl/role/", "GET,PUT,DELETE"),
        ("/acl/binding-rules", "GET"), ("/acl/binding-rule", "PUT"), ("/acl/binding-rule/", "GET,PUT,DELETE"), ("/acl/auth-methods", "GET"), ("/acl/auth-method", "PUT"),
        ("/acl/auth-method/", "GET,PUT,DELETE"), ("/acl/tokens", "GET"), ("/acl/token", "PUT"), ("/acl/token/self", "GET"), ("/acl/token/", "GET,PUT,DELETE"),
        ("/acl/templated-policies", "GET"), ("/acl/templated-policy/name/", "GET"), ("/acl/templated-policy/preview/", "POST"),
    ];

    /// <param name="gate">While nobody is asked for a token, calls about tokens are refused as by a Consul with ACLs off.</param>
    public static void AddTo(ConsulRouteBuilder consul, ConsulGate gate)
    {
        foreach (var (path, methods) in Paths)
        {
            if (consul.Routes.ContainsKey("/v1" + path)) continue;
            var route = consul.Path(path);
            var refuse = gate.IsOpen && path.StartsWith("/acl/", StringComparison.Ordinal) ? (ConsulHandler)SayDisabledAsync : RefuseAsync;
            foreach (var method in methods.Split(',')) route.On(method, ConsulPermission.Read(ConsulResource.Operator), refuse);
        }
    }

    private static Task SayDisabledAsync(ConsulRequest request) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status401Unauthorized, "ACL support disabled");

    private static Task RefuseAsync(ConsulRequest request) =>
        ConsulAnswers.TextAsync(request.Http, StatusCodes.Status501NotImplemented, $"{request.Route.Path} is not built yet in this release");
}
