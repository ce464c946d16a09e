namespace Batata.Api.Nacos;

/// <summary>Settings of the Nacos fronts. Filled by the host; the key of each is in its remark.</summary>
public sealed class NacosOptions
{
    /// <summary><c>nacos.server.main.port</c>.</summary>
    public int MainPort { get; set; } = 8848;

    /// <summary>Begins with a slash, does not end with one; empty for the root. <c>nacos.server.contextPath</c>.</summary>
    public string ContextPath { get; set; } = "/nacos";

    /// <summary>Where the hint at the root of the context path sends people. <c>nacos.console.port</c>.</summary>
    public int ConsolePort { get; set; } = 8081;

    /// <summary>Begins with a slash, does not end with one; empty for the root. <c>nacos.console.contextPath</c>.</summary>
    public string ConsoleContextPath { get; set; } = "";

    /// <summary><c>nacos.core.api.compatibility.client.enabled</c>. A class that is off answers 410.</summary>
    public bool CompatibilityClient { get; set; } = true;

    /// <summary><c>nacos.core.api.compatibility.console.enabled</c>.</summary>
    public bool CompatibilityConsole { get; set; } = true;

    /// <summary><c>nacos.core.api.compatibility.admin.enabled</c>.</summary>
    public bool CompatibilityAdmin { get; set; } = true;

    /// <summary><c>nacos.core.param.check.enabled</c>.</summary>
    public bool ParamCheck { get; set; } = true;

    /// <summary>Requests over gRPC that name a namespace which nobody made are refused. <c>nacos.core.namespace.validation.enabled</c>.</summary>
    public bool ValidateNamespaces { get; set; }

    /// <summary>Bytes of a request line and all headers together. <c>server.max-http-request-header-size</c>.</summary>
    public int MaxHeadBytes { get; set; } = 512 * 1024;

    /// <summary>Bytes of an HTTP form body. <c>server.tomcat.max-http-form-post-size</c>.</summary>
    public int MaxFormBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Bytes of a multipart body, which an import is. <c>spring.servlet.multipart.max-file-size</c>.</summary>
    public long MaxUploadBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Bytes that all entries of an imported archive unpack to. <c>batata.config.import.max-size</c>.</summary>
    public long MaxImportBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>Entries of an imported archive. <c>batata.config.import.max-entries</c>.</summary>
    public int MaxImportEntries { get; set; } = 20_000;

    /// <summary>Of query and form together; what comes after is ignored. <c>server.tomcat.max-parameter-count</c>.</summary>
    public int MaxParameters { get; set; } = 10_000;

    /// <summary>Bytes of one gRPC message. <c>nacos.remote.server.grpc.sdk.max-inbound-message-size</c>.</summary>
    public int MaxGrpcMessageBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>SDK connections over gRPC that one node takes; 0 for no limit. <c>batata.grpc.max-connections</c>.</summary>
    public int MaxGrpcConnections { get; set; }

    /// <summary>Service discovery for Prometheus at <c>/prometheus</c>. <c>nacos.prometheus.metrics.enabled</c>.</summary>
    public bool PrometheusEnabled { get; set; }

    /// <summary>Folder of the settings, where texts for the console may lie; null for none.</summary>
    public string? ConfFolder { get; set; }

    /// <summary>Told in the server state: pages of a console are to be shown. <c>nacos.console.ui.enabled</c>.</summary>
    public bool ConsoleUiEnabled { get; set; } = true;

    /// <summary>Parts of the actuator that are served, with commas between. <c>management.endpoints.web.exposure.include</c>.</summary>
    public string ActuatorInclude { get; set; } = "health,info,metrics,prometheus";

    /// <summary><c>management.endpoints.web.exposure.exclude</c>.</summary>
    public string ActuatorExclude { get; set; } = "";

    /// <summary>One of several nodes; else it stands alone. Follows from the members.</summary>
    public bool IsClusterMember { get; set; }
}
