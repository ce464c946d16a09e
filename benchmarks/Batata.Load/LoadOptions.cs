using System.Globalization;

namespace Batata.Load;

/// <summary>What the command line asked for. The defaults make the whole run last about four minutes.</summary>
internal sealed class LoadOptions
{
    public static string Help(IEnumerable<string> measures) => $"""
        Publishes Batata and a bare-Kestrel baseline, drives both on loopback in turn (A B A B …) and prints medians and ratios.

        Usage: dotnet run -c Release --project benchmarks/Batata.Load -- [options]

          --only NAME[,NAME]  measure only these: {string.Join(", ", measures)}
          --seconds N         length of one measured slice, default 2 (1 to 60)
          --rounds N          slices of each server, default 3 (1 to 20); figures are medians
          --connections N     open connections of the HTTP reads, default 64
          --configs N         configs of the measures over many keys, default 10000 (at most 100000)
          --scale-configs N   configs of config-scale, default 100000 (at most 1000000)
          --listeners N       waiting long polls, default 5000 (at most 100000)
          --blocked N         waiting blocking queries of Consul, default 10000 (at most 100000)
          --instances N       ephemeral instances of naming-scale, default 100000 (at most 1000000)
          --services N        services that they are in, default 10000
          --holders N         gRPC connections that hold them, default 5000 (at most 20000)
          --subscribers N     connections that subscribe to one service, default 1000 (at most the holders)
          --port N            first port, default 28848; uses N, N+10 and what is derived from them (±1000)
          --no-publish        use what the last run published
          --json PATH         also write the figures as JSON
          --markdown PATH     also write the table
          --strict            exit 1 when a figure misses its target
          --help

        Needs wrk for the HTTP loads (Debian: apt-get install wrk). Ends only the processes it started.
        """;

    public IReadOnlyList<string> Only { get; private set; } = [];

    public int Seconds { get; private set; } = 2;

    public int Rounds { get; private set; } = 3;

    public int Connections { get; private set; } = 64;

    public int Configs { get; private set; } = 10_000;

    public int ScaleConfigs { get; private set; } = 100_000;

    public int Listeners { get; private set; } = 5_000;

    public int Blocked { get; private set; } = 10_000;

    public int Instances { get; private set; } = 100_000;

    public int Services { get; private set; } = 10_000;

    public int Holders { get; private set; } = 5_000;

    public int Subscribers { get; private set; } = 1_000;

    public int Port { get; private set; } = 28848;

    public bool Publish { get; private set; } = true;

    public bool Strict { get; private set; }

    public bool ShowHelp { get; private set; }

    public string? JsonPath { get; private set; }

    public string? MarkdownPath { get; private set; }

    /// <exception cref="LoadException">The command line is not understood.</exception>
    public static LoadOptions Parse(string[] args, IReadOnlyCollection<string> known)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new LoadException($"{args[i - 1]} needs a value.");
            int Number(int min, int max)
            {
                var name = args[i];
                return int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max
                    ? n
                    : throw new LoadException($"{name} takes a number from {min} to {max}.");
            }
            switch (args[i])
            {
                case "--only": options.Only = Value().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries); break;
                case "--seconds": options.Seconds = Number(1, 60); break;
                case "--rounds": options.Rounds = Number(1, 20); break;
                case "--connections": options.Connections = Number(1, 4096); break;
                case "--configs": options.Configs = Number(1, 100_000); break;
                case "--scale-configs": options.ScaleConfigs = Number(100, 1_000_000); break;
                case "--listeners": options.Listeners = Number(1, 100_000); break;
                case "--blocked": options.Blocked = Number(1, 100_000); break;
                case "--instances": options.Instances = Number(1, 1_000_000); break;
                case "--services": options.Services = Number(1, 1_000_000); break;
                case "--holders": options.Holders = Number(1, 20_000); break;
                case "--subscribers": options.Subscribers = Number(1, 20_000); break;
                case "--port": options.Port = Number(2024, 60_000); break;
                case "--no-publish": options.Publish = false; break;
                case "--json": options.JsonPath = Value(); break;
                case "--markdown": options.MarkdownPath = Value(); break;
                case "--strict": options.Strict = true; break;
                case "--help" or "-h": options.ShowHelp = true; break;
                default: throw new LoadException($"Unknown option {args[i]}; see --help.");
            }
        }
        if (options.Only.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new LoadException($"No measure is called {unknown}. There are: {string.Join(", ", known)}.");
        // A connection has one instance in a service at most.
        if (options.Instances % options.Holders != 0 || options.Instances / options.Holders > options.Services || options.Subscribers > options.Holders)
            throw new LoadException("Each holder has as many instances as the others, at most one in each service; subscribers are holders too.");
        return options;
    }
}

/// <summary>The run cannot go on; the message is for people.</summary>
internal sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
