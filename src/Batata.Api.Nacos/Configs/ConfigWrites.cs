using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Configs;

/// <summary>Publish and delete, formal and gray, as every generation of the HTTP API has them. Protocol source: Nacos 3.1 <c>ConfigOperationService</c>.</summary>
internal sealed class ConfigWrites(IMediator mediator, IConfigQueries queries)
{
    public async Task<Outcome<Done>> PublishAsync(NacosRequest request, ConfigFields fields)
    {
        var (content, key, expected) = (request["content"], request["encryptedDataKey"], request.Header(ConfigHeaders.CasMd5));
        var published = GrayRuleOf(request) is { } rule
            ? await mediator.Send(
                new PublishGrayConfig(fields.Key(request), rule, content, fields.Description(request), fields.Author(request), key, expected), request.Aborted)
            : await mediator.Send(
                new PublishConfig(fields.Key(request), content, fields.Description(request), fields.Author(request), key, expected), request.Aborted);
        return published.Map(static _ => default(Done));
    }

    /// <summary>The formal version, or the gray one that parameter <c>tag</c> names. A config that is not there is a success, a gray version is not.</summary>
    public async Task<Outcome<Done>> RemoveAsync(NacosRequest request, ConfigFields fields)
    {
        var (key, author) = (fields.Key(request), fields.Author(request));
        if (ConfigV1.NotBlank(request["tag"]) is not { } tag)
            return (await mediator.Send(new RemoveConfig(key, author), request.Aborted)).Map(static _ => default(Done));
        // Nacos 3.x takes the value as the gray name (tag_x); a bare tag works here, too. The rule of tags is for what stands behind the prefix.
        var bare = tag.StartsWith(TagRule.NamePrefix, StringComparison.Ordinal) ? tag[TagRule.NamePrefix.Length..] : tag;
        return ConfigRules.TagProblem(bare) is { } problem
            ? new Failure(FailureKind.Invalid, ConfigFailures.InvalidGrayRuleCode, problem)
            : await mediator.Send(new RemoveGrayConfig(key, tag, author), request.Aborted);
    }

    public async Task<Outcome<int>> RemoveByIdsAsync(NacosRequest request, ConfigFields fields)
    {
        var ids = request.Longs("ids");
        var named = await queries.FindKeysAsync(ids, request.Aborted);
        if (!request.Allows(NacosPermission.WriteConfig, named.Select(static found => found.Key))) return IdentityFailures.Denied;
        return await mediator.Send(new RemoveConfigsById(ids, fields.Author(request)), request.Aborted);
    }

    public Task<Outcome<Done>> StopBetaAsync(NacosRequest request, ConfigFields fields) =>
        mediator.Send(new RemoveGrayConfig(fields.Key(request), BetaRule.TypeName, fields.Author(request)), request.Aborted);

    /// <summary>Beta wins over a tag; without either the formal version is meant. A parameter <c>betaIps</c> is not looked at.</summary>
    private static GrayRule? GrayRuleOf(NacosRequest request)
    {
        if (request.Header(ConfigHeaders.BetaIps) is { } ips) return new BetaRule(ips);
        return ConfigV1.NotBlank(request["tag"]) is { } tag ? new TagRule(tag) : null;
    }
}
