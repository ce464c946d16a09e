using Batata.Host.Settings;
using Batata.Host.Settings.Catalogue;

namespace Batata.Host;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class HelpText
{
    private const string Usage = """
        Usage: batata [run] [options] [--key=value ...]
               batata COMMAND [options]

        Service registry and config centre for clients of Nacos and Consul.

        Commands
          run             the server, as without a command
          cluster         running nodes: status, members, leader, snapshot, check, backup; and restore
          version         version of this program
        Each has its own --help.

        Options of the server
          --conf PATH     settings: a .yml or .properties file, or a folder that holds application.yml
                          or application.properties of a Nacos installation (default: conf)
          --data PATH     data folder (default: data)
          --dev           try it out: data folder that is thrown away, no authorization, this machine only
          --help          this text
          --version       the version

        Every setting can be given, later ones winning, in the file, as an environment variable
        (NACOS_SERVER_MAIN_PORT for nacos.server.main.port, and the variables of the Nacos image), and here
        (--nacos.server.main.port=8848). docs/configuration.md says more on each.

        """;

    public static int Print()
    {
        Console.Out.Write(Usage);
        var defaults = new BatataOptions();
        foreach (var group in new SettingCatalogue().Groups)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(group.Title);
            foreach (var setting in group.Settings) Console.Out.WriteLine($"  {setting.Key} ({setting.DefaultText ?? setting.Read(defaults)})");
        }
        return 0;
    }

    public static int PrintVersion()
    {
        Console.Out.WriteLine($"batata {ProgramVersion.Text}");
        return 0;
    }
}
