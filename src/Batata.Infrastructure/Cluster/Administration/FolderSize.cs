namespace Batata.Infrastructure.Cluster.Administration;

internal static class FolderSize
{
    /// <summary>Bytes of the files in it. Files come and go meanwhile; so does the folder.</summary>
    public static long Of(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists) return 0;
        var bytes = 0L;
        foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed.
            }
        }
        return bytes;
    }
}
