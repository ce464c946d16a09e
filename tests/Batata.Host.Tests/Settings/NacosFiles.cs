namespace Batata.Host.Tests.Settings;

/// <summary>Settings as Nacos brings them: the lines in force, without its comments.</summary>
internal static class NacosFiles
{
    public const string Nacos3 = """
        nacos.server.main.port=8848
        nacos.server.contextPath=/nacos
        nacos.console.port=8080
        nacos.console.contextPath=
        server.error.include-message=ALWAYS
        nacos.config.push.maxRetryTime=50
        nacos.naming.empty-service.auto-clean=true
        nacos.naming.empty-service.clean.initial-delay-ms=50000
        nacos.naming.empty-service.clean.period-time-ms=30000
        management.metrics.export.elastic.enabled=false
        management.metrics.export.influx.enabled=false
        server.tomcat.accesslog.enabled=true
        server.tomcat.accesslog.rotate=true
        server.tomcat.accesslog.max-days=30
        server.tomcat.accesslog.pattern=%h %l %u %t "%r" %s %b %D %{User-Agent}i %{Request-Source}i
        server.tomcat.basedir=file:.
        nacos.security.ignore.urls=/,/error,/**/*.css,/**/*.js,/**/*.html,/**/*.map,/**/*.svg,/**/*.png,/**/*.ico,/console-ui/public/**,/v1/auth/**,/v1/console/health/**,/actuator/**,/v1/console/server/**
        nacos.core.auth.system.type=nacos
        nacos.core.auth.enabled=false
        nacos.core.auth.admin.enabled=true
        nacos.core.auth.console.enabled=true
        nacos.core.auth.caching.enabled=true
        nacos.core.auth.server.identity.key=
        nacos.core.auth.server.identity.value=
        nacos.core.auth.plugin.nacos.token.cache.enable=false
        nacos.core.auth.plugin.nacos.token.expire.seconds=18000
        nacos.core.auth.plugin.nacos.token.secret.key=
        nacos.istio.mcp.server.enabled=false
        nacos.k8s.sync.enabled=false
        nacos.deployment.type=merged
        nacos.ai.mcp.registry.enabled=false
        nacos.ai.mcp.registry.port=9080
        """;

    public const string Image = """
        server.servlet.contextPath=${SERVER_SERVLET_CONTEXTPATH:/nacos}
        server.contextPath=/nacos
        server.port=${NACOS_APPLICATION_PORT:8848}
        server.tomcat.accesslog.pattern=%h %l %u %t "%r" %s %b %D %{User-Agent}i %{Request-Source}i
        server.tomcat.accesslog.enabled=${TOMCAT_ACCESSLOG_ENABLED:false}
        spring.sql.init.platform=${SPRING_DATASOURCE_PLATFORM:}
        nacos.cmdb.dumpTaskInterval=3600
        nacos.cmdb.loadDataAtStart=false
        db.num=${MYSQL_DATABASE_NUM:1}
        db.url.0=jdbc:mysql://${MYSQL_SERVICE_HOST}:${MYSQL_SERVICE_PORT:3306}/${MYSQL_SERVICE_DB_NAME}?${MYSQL_SERVICE_DB_PARAM:characterEncoding=utf8&connectTimeout=1000&socketTimeout=3000&autoReconnect=true&useSSL=false}
        db.user.0=${MYSQL_SERVICE_USER}
        db.password.0=${MYSQL_SERVICE_PASSWORD}
        nacos.core.auth.system.type=${NACOS_AUTH_SYSTEM_TYPE:nacos}
        nacos.core.auth.enabled=${NACOS_AUTH_ENABLE:false}
        nacos.core.auth.plugin.nacos.token.expire.seconds=${NACOS_AUTH_TOKEN_EXPIRE_SECONDS:18000}
        nacos.core.auth.plugin.nacos.token.secret.key=${NACOS_AUTH_TOKEN:SecretKey012345678901234567890123456789012345678901234567890123456789}
        nacos.core.auth.caching.enabled=${NACOS_AUTH_CACHE_ENABLE:false}
        nacos.core.auth.enable.userAgentAuthWhite=${NACOS_AUTH_USER_AGENT_AUTH_WHITE_ENABLE:false}
        nacos.core.auth.server.identity.key=${NACOS_AUTH_IDENTITY_KEY:serverIdentity}
        nacos.core.auth.server.identity.value=${NACOS_AUTH_IDENTITY_VALUE:security}
        nacos.security.ignore.urls=${NACOS_SECURITY_IGNORE_URLS:/,/error,/**/*.css,/**/*.js,/v1/auth/**,/actuator/**}
        management.metrics.export.elastic.enabled=false
        nacos.naming.distro.taskDispatchThreadCount=10
        nacos.naming.data.warmup=true
        """;
}
