namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Settings of the checks that this node runs; the key of each is in its remark.</summary>
public sealed class AgentCheckOptions
{
    /// <summary>Programs are run as checks. Follows from what the API says about registering them.</summary>
    public bool RunsScripts { get; set; }

    /// <summary>Checks over the network that run at a time. <c>batata.consul.check-concurrency</c>.</summary>
    public int Concurrency { get; set; } = 1_024;

    /// <summary>Scripts that run at a time. <c>batata.consul.script-concurrency</c>.</summary>
    public int ScriptConcurrency { get; set; } = 64;
}
