using System.Globalization;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.KeyHistory;
using Batata.Api.Consul.Reads;
using Batata.Application.Go;
using Batata.Application.Transactions;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Transactions;

/// <summary>
/// <c>PUT /v1/txn</c>. With a write among them the operations are one entry of the log; without, they are read here, as fresh as asked for.
/// Protocol source: Consul <c>agent/txn_endpoint.go</c>.
/// </summary>
internal sealed class TransactionEndpoints(
    IMediator mediator, ITransactionQueries queries, TransactionCheck check, Freshness freshness, LeaderContacts contacts, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    private const int MaxOperations = 128;
    private const string Documentation = "https://developer.hashicorp.com/docs/agent/config/config-files#txn_max_req_len";

    private readonly ConsulOptions _options = options.Value;

    public void Map(ConsulRouteBuilder consul) => consul.Path("/txn").On("PUT", ConsulPermission.Write(ConsulResource.Each), ServeAsync);

    private async Task ServeAsync(ConsulRequest request)
    {
        if (await ReadAsync(request) is not { } forms) return;
        if (forms.Any(TransactionCheck.Writes)) await WriteAsync(request, forms);
        else await ReadOnlyAsync(request, forms);
    }

    /// <returns>Null when it was refused, and that was answered.</returns>
    private async Task<List<TransactionForm>?> ReadAsync(ConsulRequest request)
    {
        var max = Math.Max(_options.MaxTransactionBytes, _options.MaxValueBytes);
        if (request.Http.Request.ContentLength > max)
        {
            await TooLargeAsync(request, string.Create(CultureInfo.InvariantCulture, $"Request body({request.Http.Request.ContentLength} bytes) too large, max size: {max} bytes. See {Documentation}."));
            return null;
        }
        if (await RequestBodies.ReadAsync(request.Http.Request, max, request.Aborted) is not { } body)
        {
            await TooLargeAsync(request, string.Create(CultureInfo.InvariantCulture, $"Request body too large, max size: {max} bytes. See {Documentation}."));
            return null;
        }
        if (GoBody.DecodeList(body, TransactionForm.Shape, out var forms) is { } problem)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, $"Failed to parse body: {problem}");
            return null;
        }
        if (forms!.Count > MaxOperations)
        {
            await TooLargeAsync(request, string.Create(CultureInfo.InvariantCulture, $"Transaction contains too many operations ({forms.Count} > {MaxOperations})"));
            return null;
        }
        if (forms.Find(form => form.Key?.Value.Length > _options.MaxValueBytes)?.Key is { } large)
        {
            await TooLargeAsync(request, string.Create(CultureInfo.InvariantCulture, $"Value for key {GoQuote.Of(large.Key)} is too large ({large.Value.Length} > {_options.MaxValueBytes} bytes)"));
            return null;
        }
        return forms;
    }

    private async Task WriteAsync(ConsulRequest request, List<TransactionForm> forms)
    {
        if (await RefuseDatacenterAsync(request, QueryOptions.DatacenterOf(request))) return;
        var (operations, errors) = check.Read(forms);
        if (errors.Count > 0)
        {
            await AnswerAsync(request, new TransactionOutcome([], errors), null);
            return;
        }
        var applied = await mediator.Send(new ApplyTransaction(operations, KeyAuthors.Of(request)), request.Aborted);
        await (applied.Ok
            ? AnswerAsync(request, applied.Value, null)
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(applied.Failure)));
    }

    private async Task ReadOnlyAsync(ConsulRequest request, List<TransactionForm> forms)
    {
        if (QueryOptions.Parse(request, out var query) is { } refused)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
            return;
        }
        if (await RefuseDatacenterAsync(request, query.Datacenter)) return;
        await freshness.ReachAsync(query, request.Aborted);
        var (operations, errors) = check.Read(forms);
        // Consul 1.x: what is refused before it runs says nothing of the leader.
        var (outcome, contact) = errors.Count > 0
            ? (new TransactionOutcome([], errors), default)
            : (await queries.ReadAsync(operations, request.Aborted), contacts.Now());
        ConsulHeaders.WriteContact(request.Http.Response.Headers, contact);
        await AnswerAsync(request, outcome, contact);
    }

    private async Task<bool> RefuseDatacenterAsync(ConsulRequest request, string datacenter)
    {
        if (datacenter.Length == 0 || datacenter == _options.Datacenter) return false;
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
        return true;
    }

    private Task AnswerAsync(ConsulRequest request, TransactionOutcome outcome, LeaderContact? contact) => ConsulAnswers.BytesAsync(
        request.Http, outcome.Ok ? StatusCodes.Status200OK : StatusCodes.Status409Conflict, ConsulAnswers.Json,
        TransactionJson.Write(outcome, contact, _options.Datacenter, request.Query.Has("pretty")));

    private static Task TooLargeAsync(ConsulRequest request, string text) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status413PayloadTooLarge, text);
}
