using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Catalog;

/// <summary>Registrations past any agent. The order of the checks is Consul's. Protocol source: Consul <c>agent/consul/catalog_endpoint.go</c>.</summary>
internal sealed class CatalogWrites(IMediator mediator, IOptions<ConsulOptions> options)
{
    public async Task RegisterAsync(ConsulRequest request)
    {
        if (await ReadAsync(request, RegisterForm.Shape) is not { } form) return;
        RegisterCatalog? registration = null;
        if ((RefuseDatacenter(form.Datacenter) ?? Read(form, out registration)) is { } refused)
        {
            await FailAsync(request, refused);
            return;
        }
        await AnswerAsync(request, await mediator.Send(registration!, request.Aborted));
    }

    public async Task DeregisterAsync(ConsulRequest request)
    {
        if (await ReadAsync(request, DeregisterForm.Shape) is not { } form) return;
        if ((RefuseDatacenter(form.Datacenter) ?? (form.Node.Length == 0 ? "Must provide node" : null)) is { } refused)
        {
            await FailAsync(request, refused);
            return;
        }
        await AnswerAsync(request, await mediator.Send(new DeregisterCatalog(form.Node, form.ServiceId, form.CheckId), request.Aborted));
    }

    /// <returns>Why it is refused with 500; null when there is a registration.</returns>
    private static string? Read(RegisterForm form, out RegisterCatalog? registration)
    {
        registration = null;
        if (form.Node.Length == 0) return "Must provide node";
        if (NodeIds.Problem(form.Id) is { } badId) return $"Bad node ID: {badId}";
        if (form.Address.Length == 0 && !form.SkipNodeUpdate) return "Must provide address if SkipNodeUpdate is not set";
        if (form.Service?.Problem() is { } badService) return badService;
        var service = form.Service is { IsEmpty: false } given ? given : null;
        var checks = (form.Check is { } one ? form.Checks.Append(one) : form.Checks).Select(check => check.ToCheck(form.Node)).ToList();
        foreach (var check in checks)
        {
            if (!check.Node.Equals(form.Node, StringComparison.OrdinalIgnoreCase)) return $"Node '{check.Node}' for check '{check.CheckId}' doesn't match register request node '{form.Node}'";
        }
        var node = new CatalogNode(form.Node, form.Id, form.Address, form.TaggedAddresses, form.NodeMeta, 0, 0);
        registration = new RegisterCatalog(node, form.SkipNodeUpdate, service?.ToInstance(form.Node), checks);
        return null;
    }

    /// <returns>Null when it was refused, and that was answered.</returns>
    private static async Task<T?> ReadAsync<T>(ConsulRequest request, BodyShape<T> shape)
        where T : class, new()
    {
        var refused = QueryOptions.RefuseEnterprise(request);
        T? form = null;
        if (refused is null)
        {
            (form, var problem) = await GoBody.ReadAsync(request, shape);
            if (problem is not null) refused = $"Request decode failed: {EnterpriseBodies.Reword(problem)}";
        }
        if (refused is null) return form;
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        return null;
    }

    /// <summary>Here the body names it, and the parameter is not looked at.</summary>
    private string? RefuseDatacenter(string datacenter) => datacenter.Length == 0 || datacenter == options.Value.Datacenter ? null : ConsulFailures.NoDatacenter;

    private static Task AnswerAsync(ConsulRequest request, Outcome<bool> done) => done.Ok
        ? ConsulAnswers.BoolAsync(request.Http, true)
        : FailAsync(request, ConsulFailures.TextOf(done.Failure));

    private static Task FailAsync(ConsulRequest request, string text) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, text);
}
