using System.Diagnostics;
using Batata.Api.Consul.Filters;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Tests.Filters;

/// <summary>Whatever somebody writes into <c>?filter=</c>: an answer or a refusal, never an exception, never slow.</summary>
public sealed class FilterFuzzTests
{
    private static readonly FilterSchemas Schemas = new(Options.Create(new ConsulOptions()));

    private static readonly NodeInstance Instance = new(
        new CatalogNode("n1", "", "192.0.2.1", null, null, 1, 1),
        new ServiceInstance("n1", "s", "s", "", ["a"], "", 0, [], new Dictionary<string, ServiceAddress>(), null, "", ServiceWeights.Default, false, null, false, null, 1, 1));

    private static readonly Gen<string> Pieces = Gen.Elements(
        "(", ")", "not", " ", " ", " ", "and", "or", "in", "is", "empty", "contains", "matches", "==", "!=", "ServiceTags", "ServicePort", "NodeMeta", "ServiceProxy", "Node", ".", "[", "]",
        "\"", "`", "\"a\"", "`(a|b)*[c`", "\"(?i)\\\\w{1,99}\"", "0", "-1", "1.5", "07", "x", "Upstreams", "DestinationName", "ServiceTaggedAddresses", "\n", "é", "😀", "\\", "\ud800", "{", "$");

    [Property(MaxTest = 3_000)]
    public Property Filter_OfPieces_IsJudged() => Prop.ForAll(
        Gen.ListOf(Pieces).Select(static pieces => string.Concat(pieces)).ToArbitrary(), Judge);

    [Property(MaxTest = 1_000)]
    public void Filter_OfAnyText_IsJudged(string? text) => Judge(text ?? "");

    private static void Judge(string text)
    {
        var begun = Stopwatch.GetTimestamp();
        var refused = Filter.Parse(text, Schemas.ServiceNode, out var filter);
        if (refused is null) filter.Matches(Instance);
        else Assert.StartsWith(Filter.Prefix, refused, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5), text);
    }
}
