using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// What a member of a cluster is known by: an id in the file <c>member</c> of its data folder, made once, that stays when its address changes. A node
/// that lost its folder is another node: it may have voted and acknowledged what it no longer knows, so the old one must never vote again.
/// </summary>
internal static class MemberFile
{
    private const string Heading = "batata cluster member 2";

    /// <summary>Reads it, or makes it with a new id. A folder of a node alone becomes a cluster of one, which others are then taken into.</summary>
    /// <exception cref="DataFolderException">Damaged.</exception>
    public static Guid Open(DataFolder folder)
    {
        var path = folder.MemberFile;
        if (!File.Exists(path))
        {
            var made = Guid.NewGuid();
            if (folder.HasLog)
            {
                // Behind all that the log holds: what it says of members is of another cluster. This file first: without the other it is written anew.
                var alone = MembersState.None with { Cluster = Founding.ClusterOf([made]), Version = LogFiles.LastIndex(folder.LogPath), Joined = true, Voters = new MemberConfiguration([made]) };
                MembersFile.Write(folder.MembersFile, alone);
            }
            Make(path, made);
            return made;
        }
        var lines = File.ReadAllLines(path);
        return lines.Length >= 2 && lines[0] == Heading && lines[1].StartsWith("id ", StringComparison.Ordinal) && Guid.TryParseExact(lines[1][3..], "D", out var id)
            ? id
            : throw new DataFolderException($"{path} is damaged. Restore the data folder from a backup.");
    }

    /// <exception cref="DataFolderException">The folder belongs to a member of a cluster.</exception>
    public static void RefuseAlone(DataFolder folder)
    {
        if (File.Exists(folder.MemberFile))
            throw new DataFolderException($"{folder.Path} belongs to a member of a cluster, which would go on without this node's writes. Start it with nacos.standalone=false; when the others are lost for good, delete {folder.MemberFile} and {folder.MembersFile} first.");
    }

    private static void Make(string path, Guid id)
    {
        var staged = path + ".new";
        File.WriteAllLines(staged, [Heading, $"id {id:D}"]);
        DurableFiles.Flush(staged);
        DurableFiles.Rename(staged, path);
    }
}
