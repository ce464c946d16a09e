using System.Globalization;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>Which clients understand pushes over UDP: those that name themselves with a version that is not below the switch. Protocol source: Nacos <c>ClientInfo</c>, <c>UdpPushService.canEnablePush</c>.</summary>
internal static class PushAgent
{
    public static bool TakesPushes(string agent, SwitchDomain switches) =>
        switches.PushEnabled && LeastOf(agent, switches) is { } least && Version(agent.AsSpan(agent.IndexOf(":v", StringComparison.Ordinal) + 2)) is { } version
        && version.CompareTo(Version(least) ?? default) >= 0;

    /// <returns>Null for a client that is never pushed to.</returns>
    private static string? LeastOf(string agent, SwitchDomain switches)
    {
        if (Is("Nacos-Java-Client:v")) return switches.PushVersionOfJava;
        if (Is("Nacos-DNS:v")) return switches.PushVersionOfPython;
        if (Is("Nacos-C-Client:v") || Is("vip-client4cpp:v")) return switches.PushVersionOfC;
        if (Is("Nacos-Go-Client:v")) return switches.PushVersionOfGo;
        return Is("Nacos-CSharp-Client:v") ? switches.PushVersionOfCsharp : null;

        bool Is(string prefix) => agent.StartsWith(prefix, StringComparison.Ordinal);
    }

    /// <summary><c>x.y.z</c> and whatever follows; parts that are missing count as 0.</summary>
    private static (int Major, int Minor, int Patch)? Version(ReadOnlySpan<char> text)
    {
        Span<int> parts = stackalloc int[3];
        var count = 0;
        foreach (var range in text.SplitAny('.', '-', '_', '/', ';', ':'))
        {
            if (!int.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out parts[count]) || ++count == parts.Length) break;
        }
        return count == 0 ? null : (parts[0], parts[1], parts[2]);
    }
}
