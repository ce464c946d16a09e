using Batata.Infrastructure.Tests.Cluster;

namespace Batata.Infrastructure.Tests;

/// <summary>The tests' own executable, for what must happen in another process. Test runners do not come here.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [DoomedNode.Command, var data, var prefix, var writers]) return 64;
        await DoomedNode.RunAsync(data, prefix, int.Parse(writers, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    }
}
