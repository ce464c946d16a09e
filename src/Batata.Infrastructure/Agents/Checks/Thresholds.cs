using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// How many results in a row it takes to change a status. The counters start full: the first result counts at once. For one caller at a time.
/// Protocol source: Consul <c>StatusHandler</c>.
/// </summary>
internal sealed class Thresholds(CheckDefinition check)
{
    private readonly int _beforeWarning = check.FailuresBeforeWarning > 0 ? check.FailuresBeforeWarning : check.FailuresBeforeCritical;
    private int _successes = check.SuccessBeforePassing;
    private int _failures = check.FailuresBeforeCritical;

    /// <returns>The status to report; null when this result changes nothing yet.</returns>
    public string? Judge(string status)
    {
        if (status is CheckStatus.Passing or CheckStatus.Warning)
        {
            (_successes, _failures) = (Next(_successes), 0);
            return _successes >= check.SuccessBeforePassing ? status : null;
        }
        (_failures, _successes) = (Next(_failures), 0);
        if (_failures >= check.FailuresBeforeCritical) return status;
        return _failures >= _beforeWarning ? CheckStatus.Warning : null;
    }

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;
}
