namespace Batata.Host.Settings.Sources;

/// <summary>Variables of the official Nacos image whose name is not simply the key in upper case. Source: nacos-group/nacos-docker, docker-startup.sh and application.properties.</summary>
internal static class DockerVariables
{
    private static readonly (string Name, string Key, Func<string, string?>? Translate)[] Table =
    [
        ("MODE", "nacos.standalone", static mode => mode switch { "standalone" => "true", "cluster" => "false", _ => null }),
        ("NACOS_APPLICATION_PORT", "nacos.server.main.port", null),
        ("NACOS_SERVERS", "nacos.member.list", static servers => servers.Trim().Replace(' ', ',')),
        ("MEMBER_LIST", "nacos.member.list", null),
        ("PREFER_HOST_MODE", "nacos.inetutils.prefer-hostname-over-ip", static mode => mode == "hostname" ? "true" : "false"),
        ("USE_ONLY_SITE_INTERFACES", "nacos.inetutils.use-only-site-local-interfaces", null),
        ("PREFERRED_NETWORKS", "nacos.inetutils.preferred-networks", null),
        ("IGNORED_INTERFACES", "nacos.inetutils.ignored-interfaces", null),
        ("FUNCTION_MODE", "nacos.functionMode", null),
        ("EMBEDDED_STORAGE", "embeddedStorage", static storage => storage == "embedded" ? "true" : "false"),
        ("MYSQL_DATABASE_NUM", "db.num", null),
        ("NACOS_AUTH_ENABLE", "nacos.core.auth.enabled", null),
        ("NACOS_AUTH_ADMIN_ENABLE", "nacos.core.auth.admin.enabled", null),
        ("NACOS_AUTH_CONSOLE_ENABLE", "nacos.core.auth.console.enabled", null),
        ("NACOS_AUTH_TOKEN", "nacos.core.auth.plugin.nacos.token.secret.key", null),
        ("NACOS_AUTH_TOKEN_EXPIRE_SECONDS", "nacos.core.auth.plugin.nacos.token.expire.seconds", null),
        ("NACOS_AUTH_IDENTITY_KEY", "nacos.core.auth.server.identity.key", null),
        ("NACOS_AUTH_IDENTITY_VALUE", "nacos.core.auth.server.identity.value", null),
        ("NACOS_AUTH_CACHE_ENABLE", "nacos.core.auth.caching.enabled", null),
        ("NACOS_AUTH_SYSTEM_TYPE", "nacos.core.auth.system.type", null),
        ("NACOS_AUTH_USER_AGENT_AUTH_WHITE_ENABLE", "nacos.core.auth.enable.userAgentAuthWhite", null),
        ("NACOS_AI_REGISTRY_ENABLED", "nacos.ai.mcp.registry.enabled", null),
        ("NACOS_AI_REGISTRY_PORT", "nacos.ai.mcp.registry.port", null),
        ("TOMCAT_ACCESSLOG_ENABLED", "server.tomcat.accesslog.enabled", null),
        ("NACOS_DEBUG", "nacos.debug", null),
        ("NACOS_EXT_PLUGIN_DIRS", "nacos.ext.plugin.dirs", null),
        ("NACOS_HOME", "nacos.home", null),
    ];

    public static IEnumerable<SettingValue> Read(EnvironmentVariables environment)
    {
        foreach (var (name, key, translate) in Table)
        {
            if (environment.Get(name) is not { } value) continue;
            var text = translate is null ? value : translate(value);
            if (text is not null) yield return new(key, text, $"environment variable {name}");
        }
    }

    public static bool Knows(string name)
    {
        foreach (var entry in Table)
        {
            if (entry.Name == name) return true;
        }
        return false;
    }
}
