using System.Text.RegularExpressions;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// The filter of service lists: group and name as parts or regular expressions, matched against <c>group@@name</c> as a whole.
/// Protocol source: Nacos <c>CatalogServiceV2Impl.patternServices</c>. The expression is somebody's, so it must not cost more than it is worth.
/// </summary>
internal sealed class ServiceNamePattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Regex? _regex;

    private ServiceNamePattern(Regex? regex) => _regex = regex;

    /// <returns>Null when it is no regular expression.</returns>
    public static ServiceNamePattern? Of(string? group, string? name) => string.IsNullOrWhiteSpace(group) && string.IsNullOrWhiteSpace(name)
        ? new ServiceNamePattern(null)
        : OfWhole($"{Part(group)}{ServiceKey.Separator}{Part(name)}");

    /// <summary>A part of the written form. Protocol source: Nacos <c>ServiceOperatorV2Impl.searchServiceName</c>.</summary>
    /// <returns>Null when it is no regular expression.</returns>
    public static ServiceNamePattern? Of(string? part) => string.IsNullOrWhiteSpace(part) ? new ServiceNamePattern(null) : OfWhole(Part(part));

    /// <returns>Also false when the expression does not come to an end in time.</returns>
    public bool Matches(in ServiceKey service)
    {
        if (_regex is null) return true;
        try
        {
            return _regex.IsMatch(service.GroupedName);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static ServiceNamePattern? OfWhole(string expression)
    {
        var pattern = $@"\A(?:{expression})\z";
        try
        {
            return new ServiceNamePattern(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (NotSupportedException)
        {
            // Lookarounds and the like need an engine that can go astray: it gets little time.
            return new ServiceNamePattern(new Regex(pattern, RegexOptions.CultureInvariant, Patience));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Part(string? part) => string.IsNullOrWhiteSpace(part) ? ".*" : $".*{part}.*";
}
