using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>What one run found, before thresholds.</summary>
internal readonly record struct CheckResult(string Status, string Output)
{
    public static CheckResult Passing(string output) => new(CheckStatus.Passing, output);

    public static CheckResult Warning(string output) => new(CheckStatus.Warning, output);

    public static CheckResult Critical(string output) => new(CheckStatus.Critical, output);
}
