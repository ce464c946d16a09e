using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// The member list as somebody maintains it: <c>cluster.conf</c>, an address server, or a setting. It is a wish: who is a member the log says. What
/// cannot be read or understood changes nothing. Protocol source: Nacos <c>FileConfigMemberLookup</c>, <c>AddressServerMemberLookup</c>.
/// </summary>
internal sealed partial class ListedMembers(ClusterOptions options, AddressServer? server, TimeProvider time, ILogger logger)
{
    // Nacos: nacos.core.address-server asks every five seconds, and is unhealthy after twelve failures.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private const int MaxFailures = 12;

    private volatile IReadOnlyList<MemberAddress> _current = options.Members;
    private string? _seen;
    private string? _problem;
    private long _asked;
    private int _failures;

    public IReadOnlyList<MemberAddress> Current => _current;

    /// <summary>Why the list is not what it should be, for people; null when all is well.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>
    /// Looks whether the list has changed. The file is small and read as it is: watches of a file system miss the exchange of a link, which is how
    /// Kubernetes changes a file.
    /// </summary>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        if (server is not null) await AskServerAsync(server, cancellationToken);
        else if (options.MemberListFile is { } file) ReadFile(file);
    }

    private void ReadFile(string file)
    {
        try
        {
            if (File.Exists(file)) Take(File.ReadAllText(file), file);
            else if (_seen is not null) Told($"{file} is gone; the members that it named last stay.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Told($"{file} cannot be read: {e.Message}");
        }
    }

    private async ValueTask AskServerAsync(AddressServer asked, CancellationToken cancellationToken)
    {
        if (_asked != 0 && time.GetElapsedTime(_asked) < AskEvery) return;
        _asked = time.GetTimestamp();
        try
        {
            Take(await asked.AskAsync(cancellationToken), asked.ToString());
            _failures = 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (++_failures > MaxFailures) Told($"The address server {asked} has not answered {_failures} times; the members that it named last stay: {e.Message}");
        }
    }

    private void Take(string text, string origin)
    {
        if (text == _seen)
        {
            return;
        }
        _seen = text;
        var (members, problems) = MemberList.Parse(text, options.Self.MainPort);
        if (problems.Count > 0 || members.Count == 0)
        {
            Told(members.Count == 0 && problems.Count == 0
                ? $"{origin} names no member; those that were named last stay."
                : $"{origin} names \"{problems[0]}\", which is no member: write ip:port or name:port. The members that were named last stay.");
            return;
        }
        Volatile.Write(ref _problem, null);
        if (members.ToHashSet().SetEquals(_current)) return;
        _current = members;
        var names = string.Join(", ", members);
        LogChanged(origin, names);
    }

    private void Told(string problem)
    {
        if (Interlocked.Exchange(ref _problem, problem) != problem) LogProblem(problem);
    }

    [LoggerMessage(EventId = 1270, Level = LogLevel.Information, Message = "{Origin} names the members {Members} now")]
    private partial void LogChanged(string origin, string members);

    [LoggerMessage(EventId = 1271, Level = LogLevel.Warning, Message = "The member list was not taken over: {Problem}")]
    private partial void LogProblem(string problem);
}
