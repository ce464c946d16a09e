using System.Globalization;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>What a member remembers of the others, in the file <c>members</c> of its data folder.</summary>
/// <param name="Cluster">Made when the cluster was new; empty while it is not known. Nodes of two clusters never become one by a mistake in a list.</param>
/// <param name="Version">Index in the log of the change that made this configuration; 0: the founders'; -1: none yet.</param>
/// <param name="Joined">This node has been one of them.</param>
/// <param name="Addresses">Where each node was last reached.</param>
internal sealed record MembersState(Guid Cluster, long Version, bool Joined, MemberConfiguration Voters, IReadOnlyDictionary<Guid, KnownAddress> Addresses)
{
    public static MembersState None { get; } = new(Guid.Empty, -1, false, MemberConfiguration.Nobody, new Dictionary<Guid, KnownAddress>());
}

/// <summary>Where a node is reached, and what people call it.</summary>
internal sealed record KnownAddress(MemberAddress Address, string? Name);

/// <summary>Reads and writes <see cref="MembersState"/>. The file is text, for people in need.</summary>
internal static class MembersFile
{
    private const string Heading = "batata cluster members 1";

    /// <exception cref="DataFolderException">Damaged.</exception>
    public static MembersState Read(string path)
    {
        if (!File.Exists(path)) return MembersState.None;
        try
        {
            return Parse(File.ReadAllLines(path));
        }
        catch (FormatException e)
        {
            throw new DataFolderException($"{path} is damaged: {e.Message} Restore the data folder from a backup.", e);
        }
    }

    /// <summary>On the disk when it returns.</summary>
    public static void Write(string path, MembersState state)
    {
        var staged = path + ".new";
        File.WriteAllLines(
            staged,
            [
                Heading,
                string.Create(CultureInfo.InvariantCulture, $"cluster {state.Cluster:D}"),
                string.Create(CultureInfo.InvariantCulture, $"version {state.Version}"),
                $"joined {(state.Joined ? "yes" : "no")}",
                .. state.Voters.Ids.Select(static id => $"voter {id:D}"),
                .. state.Addresses.OrderBy(static one => one.Key).Select(static one => $"address {one.Key:D} {one.Value.Address.ToListText()} {one.Value.Name}".TrimEnd()),
                "end",
            ]);
        DurableFiles.Flush(staged);
        DurableFiles.Rename(staged, path);
    }

    private static MembersState Parse(string[] lines)
    {
        if (lines.Length < 5 || lines[0] != Heading || lines[^1] != "end") throw new FormatException("it is not whole.");
        var cluster = Guid.Parse(Value(lines[1], "cluster"));
        var version = long.Parse(Value(lines[2], "version"), CultureInfo.InvariantCulture);
        var joined = Value(lines[3], "joined") == "yes";
        var voters = new List<Guid>();
        var addresses = new Dictionary<Guid, KnownAddress>();
        foreach (var line in lines[4..^1])
        {
            if (!line.StartsWith("address ", StringComparison.Ordinal))
            {
                voters.Add(Guid.Parse(Value(line, "voter")));
                continue;
            }
            var parts = line.Split(' ', 4);
            if (parts.Length < 3 || MemberAddress.Parse(parts[2], 0) is not { } address) throw new FormatException($"\"{line}\" names no address.");
            addresses[Guid.Parse(parts[1])] = new(address, parts.Length == 4 ? parts[3] : null);
        }
        return new(cluster, version, joined, new MemberConfiguration(voters), addresses);
    }

    private static string Value(string line, string key) =>
        line.StartsWith(key + " ", StringComparison.Ordinal) ? line[(key.Length + 1)..] : throw new FormatException($"\"{line}\" does not say {key}.");
}
