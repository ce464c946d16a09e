using Batata.Host.Settings.Sources;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;

namespace Batata.Host.Settings;

/// <summary>Who the other nodes are. Nodes that were meant to be one cluster must not start as several servers with a truth of their own each.</summary>
internal static class PeerRules
{
    private const string Standalone = "nacos.standalone";
    private const string MemberListKey = "nacos.member.list";
    private const string LookupKey = "cluster.member.lookup.type";
    private const string AddressServerKey = "address.server.domain";
    private const string TlsKeys = "batata.cluster.tls.*";
    private const string OwnAddressKey = "nacos.inetutils.ip-address";
    private const string SecretKey = "batata.cluster.secret";

    /// <param name="confFolder">Where <c>cluster.conf</c> is looked for.</param>
    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, string confFolder, Func<string, SettingValue?> said)
    {
        if (said(Standalone) is not { } asked)
        {
            foreach (var key in (string[])[LookupKey, MemberListKey])
            {
                if (said(key) is { Text: not (null or "" or "standalone") } peers)
                    settings.Problems.Add($"{peers.Key} = \"{peers.Text}\": say {Standalone}=false to make this node a member of the cluster, or true to run it alone ({peers.Origin})");
            }
            return;
        }
        if (settings.Options.Server.Standalone) return;
        void Problem(string why) => settings.Problems.Add($"{Standalone} = \"{asked.Text}\": {why} ({asked.Origin})");
        if (said(LookupKey) is { Text: "address-server" }) AskForMembers(settings.Options, Problem);
        else FindMembers(settings.Options, Path.Combine(confFolder, "cluster.conf"), Problem);
        FindSecret(settings.Options.Cluster, Problem);
    }

    private static void FindMembers(BatataOptions options, string file, Action<string> problem)
    {
        var (text, origin) = (options.Server.MemberList, MemberListKey);
        try
        {
            // Nacos: the list is used only where the file is missing.
            if (File.Exists(file)) (text, origin) = (File.ReadAllText(file), file);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            problem($"{file} cannot be read: {failed.Message}");
            return;
        }
        options.Cluster.MemberListFile = file;
        Understand(options, text ?? "", origin, $"{file} or {MemberListKey}", problem);
    }

    /// <summary>Nacos asks five times and then gives up; without the list nobody knows which node this is.</summary>
    private static void AskForMembers(BatataOptions options, Action<string> problem)
    {
        if (options.Server.AddressServerHost is not { } host)
        {
            problem($"{LookupKey}=address-server needs {AddressServerKey}");
            return;
        }
        var path = options.Server.AddressServerPath ?? $"{options.Nacos.ContextPath}/serverlist";
        var address = new UriBuilder(Uri.UriSchemeHttp, host, options.Server.AddressServerPort, path).Uri;
        using var server = new AddressServer(address);
        if (server.AskAtStart(options.Server.AddressServerTries, out var text) is { } failure)
        {
            problem($"the address server {address} did not answer {options.Server.AddressServerTries} times: {failure}");
            return;
        }
        options.Cluster.AddressServer = address;
        Understand(options, text, address.ToString(), address.ToString(), problem);
    }

    private static void Understand(BatataOptions options, string text, string origin, string where, Action<string> problem)
    {
        var (members, problems) = MemberList.Parse(text, options.Nacos.MainPort);
        foreach (var one in problems) problem($"{origin} names \"{one}\", which is no member: write ip:port or name:port");
        if (problems.Count > 0) return;
        if (members.Count == 0)
        {
            problem($"a cluster needs a list of its members, in {where}");
            return;
        }
        var own = OwnMember.Find(members, options.Nacos.MainPort, options.Server.OwnAddress);
        if (own.Count != 1)
        {
            problem(own.Count == 0
                ? $"this node (port {options.Nacos.MainPort}) is not among the members in {origin}: {string.Join(", ", members)}; say with {OwnAddressKey} which address it has there"
                : $"{string.Join(" and ", own)} in {origin} may all be this node; say which with {OwnAddressKey}");
            return;
        }
        Take(options, members, own[0], problem);
    }

    private static void Take(BatataOptions options, IReadOnlyList<MemberAddress> members, MemberAddress self, Action<string> problem)
    {
        var cluster = options.Cluster;
        (cluster.Members, cluster.Self, cluster.RaftPort) = (members, self, self.RaftPort);
        cluster.ListenAddress = OwnMember.ListenAddress(self);
        int[] others = [options.Nacos.MainPort, options.Server.GrpcPort, .. options.Server.HasConsole ? (int[])[options.Server.ConsolePort] : []];
        foreach (var port in (int[])[self.RaftPort, self.ClusterPort])
        {
            if (others.Contains(port)) problem($"port {port} is needed between the nodes and has another use already");
        }
    }

    private static void FindSecret(ClusterOptions cluster, Action<string> problem)
    {
        if (cluster.TlsCertificate is not null || cluster.TlsPrivateKey is not null || cluster.TlsTrust is not null)
        {
            if (!cluster.HasCertificates) problem($"{TlsKeys} needs certificate, private-key and trust-certificate together");
            else if (PeerIdentity.ProblemOf(cluster) is { } wrong) problem($"{TlsKeys}: {wrong}");
            return;
        }
        if (cluster.SecretFile is { } file)
        {
            try
            {
                cluster.Secret = File.ReadAllText(file).Trim();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                problem($"{SecretKey}-file = \"{file}\" cannot be read: {failed.Message}");
                return;
            }
        }
        if (string.IsNullOrEmpty(cluster.Secret))
            problem($"a cluster needs a secret that its nodes have in common and nobody else knows: {SecretKey} or {SecretKey}-file, such as openssl rand -base64 32 prints; or certificates, {TlsKeys}");
        else if (cluster.Secret.Length < PeerIdentity.MinSecretChars)
            problem($"{SecretKey} must have {PeerIdentity.MinSecretChars} characters or more");
    }
}
