using Batata.Api.Nacos.Identity;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Application.Identity;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Core;

/// <summary>What the server tells everybody about itself; all values are texts. Protocol source: Nacos 3.1 <c>ServerStateService</c> and its state builders.</summary>
internal sealed class ServerStateEndpoints(
    IOptions<NacosOptions> nacos, IOptions<ConfigOptions> configs, IOptions<IdentityOptions> identity, IOptions<DirectoryOptions> directory, IIdentityState accounts) : INacosEndpoints
{
    private static readonly string Version =
        typeof(ServerStateEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public void Map(NacosRouteBuilder nacos)
    {
        nacos.Group("/v3/admin/core", ResultErrors.Instance).Get("/state", StateAsync).RequireNacosPermission(OpenAccess.State).AnswersAlways();
        nacos.ConsoleGroup("/v1/console/server", ConsoleErrors.Instance)
            .Get("/state", BareStateAsync)
            .RequireNacosPermission(OpenAccess.State)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/server/state")
            .AnswersAlways();
        nacos.ConsoleGroup("/v3/console/server", ResultErrors.Instance).Get("/state", BareStateAsync).RequireNacosPermission(OpenAccess.State).AnswersAlways();
    }

    /// <summary>The console has it without the wrapper.</summary>
    private Task BareStateAsync(NacosRequest request) =>
        Answers.JsonAsync(request.Http, NacosHeaders.Json, State(), ServerStateJson.Default.DictionaryStringString);

    private Task StateAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, State(), ServerStateJson.Default.DictionaryStringString);

    private Dictionary<string, string?> State()
    {
        var auth = identity.Value;
        var (open, admin, console) = (auth.Guards(AccessScope.Open), auth.Guards(AccessScope.Admin), auth.Guards(AccessScope.Console));
        return new Dictionary<string, string?>
        {
            ["version"] = Version,
            ["startup_mode"] = nacos.Value.IsClusterMember ? "cluster" : "standalone",
            ["function_mode"] = null,
            ["server_port"] = Number(nacos.Value.MainPort),
            ["auth_enabled"] = Text(open || admin),
            ["auth_system_type"] = directory.Value.Enabled ? "ldap" : "nacos",
            ["auth_admin_request"] = Text((open || admin || console) && !accounts.Current.HasAdministrator),
            ["login_page_enabled"] = Text(console),
            ["console_ui_enabled"] = nacos.Value.ConsoleUiEnabled ? "true" : "false",
            ["datasource_platform"] = "",
            ["plugin_datasource_log_enabled"] = "false",
            ["maxContent"] = Number(configs.Value.MaxContentChars),
            ["config_retention_days"] = "30",
            // Limits of Nacos that clients and its UI read; quotas are not checked here, which isCapacityLimitCheck says.
            ["isManageCapacity"] = "true",
            ["isCapacityLimitCheck"] = "false",
            ["defaultClusterQuota"] = "100000",
            ["defaultGroupQuota"] = "200",
            ["defaultMaxSize"] = "102400",
            ["defaultMaxAggrCount"] = "10000",
            ["defaultMaxAggrSize"] = "1024",
            ["isHealthCheck"] = "true",
            ["maxHealthCheckFailCount"] = "12",
            ["notifyConnectTimeout"] = "100",
            ["notifySocketTimeout"] = "200",
        };
    }

    private static string Text(bool value) => value ? "true" : "false";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ServerStateJson : JsonSerializerContext;
