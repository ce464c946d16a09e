using System.Globalization;
using System.Reflection;
using Batata.Host.Settings;
using Batata.Host.Settings.Catalogue;

namespace Batata.Host.Tests.Settings;

/// <summary>Catalogue and options classes know the same things.</summary>
public sealed class CoverageTests
{
    // What PortRules, PeerRules, AuthRules and FrontRules derive.
    private static readonly string[] Derived =
    [
        "Nacos.ConsolePort", "Nacos.MaxHeadBytes", "Nacos.IsClusterMember", "Nacos.ConfFolder", "Consul.RequiresTokens", "ConsulDns.RequiresTokens", "AgentChecks.RunsScripts", "ConsulDns.Addresses", "Cluster.RaftPort", "Cluster.ListenAddress", "Cluster.Members", "Cluster.MemberListFile", "Cluster.AddressServer", "Cluster.Self", "Cluster.IsCluster", "Cluster.HasCertificates",
        "Server.LoopbackOnly", "Limits.RuleFolder",
    ];

    // The one means nothing but what the list of members says, of the other every value is refused yet.
    private static IEnumerable<Setting> Settable => new SettingCatalogue().Settings.Where(static setting => setting.Key is not ("db.url" or "cluster.member.lookup.type"));

    [Fact]
    public void EveryOption_HasASettingThatChangesIt()
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in Settable) changed.UnionWith(ChangedBy(setting));

        Assert.Equal(
            PropertiesOf(new BatataOptions()).Select(static property => property.Name).Except(Derived).Order(StringComparer.Ordinal),
            changed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EverySetting_ButThoseForLater_ChangesOneOption()
    {
        foreach (var setting in Settable)
            Assert.True(ChangedBy(setting).Count == 1, $"{setting.Key} changes {string.Join(", ", ChangedBy(setting))}");
    }

    [Fact]
    public void Default_OfEverySetting_IsLegal()
    {
        var defaults = new BatataOptions();
        foreach (var setting in new SettingCatalogue().Settings)
        {
            if (setting.Read(defaults) is { } value) Assert.Null(setting.Bind(new BatataOptions(), value, "name"));
        }
    }

    [Fact]
    public void NoKey_IsKnownTwice()
    {
        var names = new SettingCatalogue().All.SelectMany(static key => key.Aliases.Prepend(key.Key)).Select(RelaxedKey.Of).ToList();

        Assert.Equal(names.Distinct(), names);
    }

    private static List<string> ChangedBy(Setting setting)
    {
        var before = PropertiesOf(new BatataOptions()).ToDictionary(static property => property.Name, static property => property.Value);
        var options = new BatataOptions();
        setting.Bind(options, Other(setting), "name");
        return [.. PropertiesOf(options).Where(property => property.Value != before[property.Name]).Select(static property => property.Name)];
    }

    // A legal value that is not the default.
    private static string Other(Setting setting)
    {
        var value = setting.Read(new BatataOptions());
        string[] candidates = value switch
        {
            null => [setting.Example!, "127.0.0.1"],
            "true" or "false" => [value == "true" ? "false" : "true"],
            _ when ByteSize.Parse(value) is { } number => [Text(number + 1), Text(number - 1)],
            _ => ["ldap", "ldap://other", "/other", "debug", "server", "want", "http/protobuf", "nacos", "random"],
        };
        return candidates.First(candidate => setting.Bind(new BatataOptions(), candidate, "name") is null);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, string Value)> PropertiesOf(BatataOptions options)
    {
        foreach (var part in typeof(BatataOptions).GetProperties())
        {
            var target = part.GetValue(options)!;
            foreach (var property in part.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                var value = property.GetValue(target);
                yield return ($"{part.Name}.{property.Name}", value is System.Collections.ICollection entries ? Text(entries.Count) : value?.ToString() ?? "");
            }
        }
    }
}
