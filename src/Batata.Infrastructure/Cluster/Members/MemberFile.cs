using System.Globalization;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// What a member of a cluster remembers of itself, in the file <c>member</c> of its data folder: an id that stays when its address changes, and
/// whether it takes part in elections. A node that lost its folder is another node: it may have voted and acknowledged what it no longer
/// knows, so it must not vote before it has caught up.
/// </summary>
/// <param name="Votes">It takes part in elections.</param>
/// <param name="Founders">Ids of the nodes that made up the cluster when all were new. Empty when this one joined later.</param>
internal sealed record MemberFile(string Path, Guid Id, bool Votes, IReadOnlyList<Guid> Founders)
{
    private const string Heading = "batata cluster member 1";

    /// <summary>Reads it, or makes it with a new id.</summary>
    /// <exception cref="DataFolderException">Damaged, or the folder holds what a node alone wrote.</exception>
    public static MemberFile Open(DataFolder folder)
    {
        var path = folder.MemberFile;
        if (File.Exists(path)) return Read(path);
        if (folder.HasLog)
            throw new DataFolderException($"{folder.Path} holds the data of a node that ran alone. It cannot become a member of a cluster in this version: give this node an empty data folder and import the configs.");
        var made = new MemberFile(path, Guid.NewGuid(), Votes: false, []);
        made.Save();
        return made;
    }

    /// <exception cref="DataFolderException">The folder belongs to a member of a cluster.</exception>
    public static void RefuseAlone(DataFolder folder)
    {
        if (File.Exists(folder.MemberFile))
            throw new DataFolderException($"{folder.Path} belongs to a member of a cluster, which would go on without this node's writes. Start it with nacos.standalone=false; when the others are lost for good, delete {folder.MemberFile} first.");
    }

    /// <summary>On the disk when it returns.</summary>
    public MemberFile Voting(IReadOnlyList<Guid> founders)
    {
        var voting = this with { Votes = true, Founders = founders };
        voting.Save();
        return voting;
    }

    private static MemberFile Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length < 3 || lines[0] != Heading || Value(lines[1], "id") is not { } id || !Guid.TryParse(id, out var guid) || Value(lines[2], "votes") is not { } votes)
            throw new DataFolderException($"{path} is damaged. Restore the data folder from a backup.");
        var founders = lines.Skip(3).Select(static line => Value(line, "founder")).OfType<string>().Select(Guid.Parse).ToList();
        return new MemberFile(path, guid, votes == "yes", founders);
    }

    private static string? Value(string line, string key) => line.StartsWith(key + " ", StringComparison.Ordinal) ? line[(key.Length + 1)..] : null;

    private void Save()
    {
        var staged = Path + ".new";
        string[] lines = [Heading, $"id {Id:D}", $"votes {(Votes ? "yes" : "no")}", .. Founders.Select(static id => string.Create(CultureInfo.InvariantCulture, $"founder {id:D}"))];
        File.WriteAllLines(staged, lines);
        DurableFiles.Flush(staged);
        DurableFiles.Rename(staged, Path);
    }
}
