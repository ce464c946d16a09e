using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Core;

/// <summary>
/// What an operator tells the users of the console: <c>announcement_{language}.conf</c> and <c>console-guide.conf</c> beside the settings; null where there is no
/// such file. And labels of the CMDB, which none is connected for. Protocol source: Nacos 3.1 <c>ConsoleServerStateController</c>, <c>ServerStateController</c>, <c>OperationController</c>.
/// </summary>
internal sealed class ServerInfoEndpoints(IOptions<NacosOptions> options) : INacosEndpoints
{
    private const string DefaultLanguage = "zh-CN";
    private const int ServerError = 30000;
    private const int MaxBytes = 1024 * 1024;

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.ConsoleGroup("/v1/console/server", ConsoleErrors.Instance);
        v1.Get("/announcement", AnnouncementV1Async).RequireNacosPermission(OpenAccess.State).Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/server/announcement");
        v1.Get("/guide", async request => await RestAsync(request, await ReadAsync("console-guide.conf", request.Aborted)))
            .RequireNacosPermission(OpenAccess.State).Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/server/guide");
        var v3 = nacos.ConsoleGroup("/v3/console/server", ResultErrors.Instance);
        v3.Get("/announcement", AnnouncementV3Async).RequireNacosPermission(OpenAccess.State);
        v3.Get("/guide", async request => await ResultAsync(request, await ReadAsync("console-guide.conf", request.Aborted))).RequireNacosPermission(OpenAccess.State);
        nacos.Group("/v1/cmdb/ops", CoreV1Errors.Instance)
            .Get("/label", static request => Answers.TextAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), ""))
            .RequireNacosPermission(NacosPermission.Identity)
            .Requires("entry", "label");
    }

    private async Task AnnouncementV1Async(NacosRequest request)
    {
        var language = request.Field("language", DefaultLanguage);
        if (language.Contains("..", StringComparison.Ordinal) || language.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
        {
            await ConsoleErrors.WriteAsync(request.Http, StatusCodes.Status400BadRequest, "Invalid filename");
            return;
        }
        await RestAsync(request, await ReadAsync($"announcement_{language}.conf", request.Aborted));
    }

    private async Task AnnouncementV3Async(NacosRequest request)
    {
        var language = request.Field("language", DefaultLanguage);
        if (language is not (DefaultLanguage or "en-US"))
        {
            await Answers.ResultAsync<string>(request.Http, StatusCodes.Status200OK, ServerError, $"Unsupported language: {language}", null, BasicJson.Default.String);
            return;
        }
        await ResultAsync(request, await ReadAsync($"announcement_{language}.conf", request.Aborted));
    }

    private async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (options.Value.ConfFolder is not { } folder) return null;
        var file = new FileInfo(Path.Combine(folder, name));
        return file is { Exists: true, Length: <= MaxBytes } ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : null;
    }

    private static Task RestAsync(NacosRequest request, string? text) =>
        Answers.RestResultAsync(request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, text, BasicJson.Default.String);

    private static Task ResultAsync(NacosRequest request, string? text) =>
        Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 0, "success", text, BasicJson.Default.String);
}
