using System.DirectoryServices.Protocols;
using System.Net;
using System.Text;
using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Identity;

/// <summary>
/// Looks a user up and then binds as that user; the groups are asked for by who looks up. A connection for each login: there are few. Protocol source: Nacos 3.1
/// <c>LdapAuthenticationManager</c>, RFC 4511, RFC 4515.
/// </summary>
internal sealed partial class LdapDirectory(IOptions<DirectoryOptions> options, ILogger<LdapDirectory> logger) : IUserDirectory, IDisposable
{
    private const int LdapsPort = 636;
    private const int LdapPort = 389;
    private const int InvalidCredentials = 49;
    private const int MaxAtOnce = 16;
    private const string GroupName = "cn";

    private readonly DirectoryOptions _options = options.Value;
    private readonly SemaphoreSlim _places = new(MaxAtOnce); // each holds a thread while the directory thinks

    public bool IsOn => _options.Enabled;

    public async Task<Vouched?> CheckAsync(string name, string password, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Check(name, password), cancellationToken);
        }
        catch (Exception e) when (e is LdapException or DirectoryOperationException or DllNotFoundException or TypeInitializationException)
        {
            LogFailed(e, _options.Url);
            throw new UnavailableException("The directory of users does not answer.", e);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private Vouched? Check(string name, string password)
    {
        using var search = Connect();
        if (_options.UserDn is { Length: > 0 } looker) search.Bind(new NetworkCredential(looker, _options.Password ?? ""));
        else search.Bind();
        var found = Search(search, $"({_options.NameAttribute}={Escape(name)})", _options.NameAttribute);
        if (found.Count != 1) return null; // two of one name: nobody knows which
        var (dn, names) = found[0];
        if (!BindsAs(dn, password)) return null;
        // Directories compare names without case; here the account is the one that was asked for, or the one that the directory has.
        var own = _options.CaseSensitive ? name : names.FirstOrDefault()?.ToLowerInvariant() ?? name.ToLowerInvariant();
        if (_options.CaseSensitive && !names.Contains(name, StringComparer.Ordinal)) return null;
        if (_options.GroupFilter.Length == 0) return new Vouched(own, []);
        var filter = _options.GroupFilter.Replace("{dn}", Escape(dn), StringComparison.Ordinal).Replace("{name}", Escape(name), StringComparison.Ordinal);
        return new Vouched(own, [.. Search(search, filter, GroupName).SelectMany(static group => group.Values)]);
    }

    private bool BindsAs(string dn, string password)
    {
        using var connection = Connect();
        try
        {
            connection.Bind(new NetworkCredential(dn, password));
            return true;
        }
        catch (LdapException refused) when (refused.ErrorCode == InvalidCredentials)
        {
            return false;
        }
    }

    private List<(string Dn, string[] Values)> Search(LdapConnection connection, string filter, string attribute)
    {
        var request = new SearchRequest(_options.BaseDn, filter, SearchScope.Subtree, attribute) { TimeLimit = TimeSpan.FromMilliseconds(_options.TimeoutMs) };
        var answer = (SearchResponse)connection.SendRequest(request);
        return [.. answer.Entries.Cast<SearchResultEntry>().Select(entry => (entry.DistinguishedName, ValuesOf(entry, attribute)))];
    }

    private static string[] ValuesOf(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { } found ? [.. found.GetValues(typeof(string)).Cast<string>()] : [];

    private LdapConnection Connect()
    {
        var secure = _options.Url.Scheme == "ldaps";
        var port = _options.Url.Port > 0 ? _options.Url.Port : secure ? LdapsPort : LdapPort;
        var connection = new LdapConnection(new LdapDirectoryIdentifier(_options.Url.Host, port)) { AuthType = AuthType.Basic, Timeout = TimeSpan.FromMilliseconds(_options.TimeoutMs) };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        if (secure) connection.SessionOptions.SecureSocketLayer = true;
        return connection;
    }

    /// <summary>What a user typed is a value, and never a part of the filter (RFC 4515).</summary>
    internal static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            if (letter is '\\' or '*' or '(' or ')' or '\0') escaped.Append('\\').Append(((int)letter).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            else escaped.Append(letter);
        }
        return escaped.ToString();
    }

    [LoggerMessage(EventId = 1811, Level = LogLevel.Error, Message = "The directory {Url} cannot be asked")]
    private partial void LogFailed(Exception exception, Uri url);
}
