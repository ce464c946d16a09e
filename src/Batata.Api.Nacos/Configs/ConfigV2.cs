using Batata.Api.Nacos.Http;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Configs;

/// <summary>What the v2 and v3 calls have in common.</summary>
internal static class ConfigV2
{
    public const string Prefix = "/v2/cs";

    /// <summary>True, or the refusal.</summary>
    public static async Task AnswerTrueAsync<T>(this NacosRequest request, Task<Outcome<T>> written)
    {
        var outcome = await written;
        await (outcome.Ok
            ? Answers.SuccessAsync(request.Http, true, BasicJson.Default.Boolean)
            : request.Errors.RefusedAsync(request.Http, outcome.Failure));
    }

    public static Task RefuseAsync(this NacosRequest request, string problem) =>
        request.Errors.RefusedAsync(request.Http, new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, problem));
}
