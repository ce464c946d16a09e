using System.Globalization;
using System.Text;
using Batata.Host.Settings;
using Batata.Host.Settings.Catalogue;

namespace Batata.Host.Tests.Settings;

/// <summary>Writes the two files that show every setting, from the catalogue.</summary>
internal static class ReferenceText
{
    private const int Width = 118;
    private static readonly BatataOptions Defaults = new();
    private static readonly SettingCatalogue Catalogue = new();

    public static string ConfFile()
    {
        var text = new StringBuilder();
        Comment(text, "Every setting of Batata with its default. A line behind # is not in force: take the # away and change the value. "
            + "The keys may as well be nested maps. Environment variables (NACOS_SERVER_MAIN_PORT) and arguments "
            + "(--nacos.server.main.port=8848) win over this file. More on each: docs/configuration.md");
        foreach (var group in Catalogue.Groups)
        {
            text.AppendLine().Append("# ---- ").Append(group.Title).AppendLine(" ----");
            foreach (var setting in group.Settings)
            {
                text.AppendLine();
                Comment(text, $"{setting.Meaning} Must be {setting.Expects}.{(setting.DefaultText is { } said ? $" Default: {said}." : "")}");
                var key = setting.IsPattern ? setting.Prefix + "Batata" : setting.Key;
                text.Append(setting.Shipped ? "" : "# ").Append(key).Append(": ").AppendLine(setting.Example ?? setting.Read(Defaults));
            }
        }
        return text.ToString();
    }

    public static string Document()
    {
        var text = new StringBuilder(Introduction);
        foreach (var group in Catalogue.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Title}\n\n| Key | Default | Legal values | Meaning |\n|---|---|---|---|\n");
            foreach (var setting in group.Settings)
            {
                var aliases = setting.Aliases.Length == 0 ? "" : $" Also `{string.Join("`, `", setting.Aliases)}`.";
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {DefaultOf(setting)} | {setting.Expects} | {setting.Meaning}{aliases} |\n");
            }
        }
        text.Append(ForeignIntroduction);
        Foreign(text, "The server does not start", ForeignEffect.Refuse);
        Foreign(text, "A warning at the start", ForeignEffect.Warn);
        Foreign(text, "Nothing, but a line in the log at debug level", ForeignEffect.None);
        return text.ToString();
    }

    private static string DefaultOf(Setting setting) => setting.DefaultText ?? (setting.Read(Defaults) is { Length: > 0 } value ? $"`{value}`" : "empty");

    private static void Foreign(StringBuilder text, string title, ForeignEffect effect)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n| Key | Unless it is | Why |\n|---|---|---|\n");
        foreach (var key in Catalogue.Foreign.Where(key => key.Effect == effect))
        {
            var harmless = key.Harmless.Length == 0 ? "" : $"`{string.Join("`, `", key.Harmless)}`";
            var aliases = key.Aliases.Length == 0 ? "" : $", `{string.Join("`, `", key.Aliases)}`";
            text.Append(CultureInfo.InvariantCulture, $"| `{key.Key}`{aliases} | {harmless} | {key.Remark} |\n");
        }
    }

    private static void Comment(StringBuilder text, string sentence)
    {
        var length = Width;
        foreach (var word in sentence.Split(' '))
        {
            if (length + word.Length + 1 > Width)
            {
                if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
                text.Append('#');
                length = 1;
            }
            text.Append(' ').Append(word);
            length += word.Length + 1;
        }
        text.Append('\n');
    }

    private const string Introduction = """
        # Settings

        Written from the catalogue in `src/Batata.Host/Settings/Catalogue`; a test fails when the two differ, and
        `BATATA_WRITE_REFERENCE=1 dotnet test tests/Batata.Host.Tests` writes this file and `conf/application.yml` anew.

        A setting can be said in several places. Later ones win:

        1. **Files.** `conf/application.yml` of the working folder, and `conf/application.properties` as a Nacos installation has it. `--conf PATH` names another
           file or folder. Nested maps and dotted keys are the same. `${NAME:default}` in a value stands for another setting or an environment variable.
        2. **Environment.** The key in upper case with an underscore for each dot and dash: `NACOS_SERVER_MAIN_PORT` for `nacos.server.main.port`. Keys that do not
           begin with `nacos` or `batata` may have `NACOS_` before them: `NACOS_DB_URL` for `db.url`. The variables of the official Nacos image (`MODE`,
           `NACOS_APPLICATION_PORT`, `NACOS_AUTH_ENABLE`, …) are read as well; the former win over these. An empty variable counts as not set.
        3. **Command line.** `--nacos.server.main.port=8848`, `--nacos.server.main.port 8848` or `-Dnacos.server.main.port=8848`.

        Letter case, dashes and underscores in a key do not matter (`contextPath` is `context-path`). An unknown key is a warning that names the nearest known
        one. A wrong value is a reason not to start; all of them are listed at once, each with the place where it was said, and the exit code is 1.

        """;

    private const string ForeignIntroduction = """

        ## Keys of Nacos without a meaning here

        A settings file of Nacos can be used as it is. This is what happens with the keys that Batata does not act upon; a star stands for anything.

        """;
}
