using System.Text;

namespace Batata.Application.Events;

/// <summary>
/// How large an event would be as Consul gossips it: what fits there fits here, and nothing else. Protocol source: Consul <c>agent/user_event.go</c> (MessagePack with
/// the names <c>ID n p nf sf tf v</c>) inside Serf's <c>UserEvent</c> (<c>LTime Name Payload CC</c>, the older MessagePack).
/// </summary>
internal static class EventSize
{
    private const string Prefix = "consul:event:";
    private const int IdBytes = 36;

    /// <param name="Plain">Name and content, which Serf looks at first.</param>
    /// <param name="Encoded">The whole message, with a count of one byte.</param>
    internal readonly record struct Sizes(int Plain, int Encoded);

    public static Sizes Of(FireEvent fired)
    {
        var name = Encoding.UTF8.GetByteCount(fired.Name);
        var content = 1 + Member("ID", Text(IdBytes)) + Member("n", Text(name)) + Member("v", 1)
            + (fired.Payload.Length == 0 ? 0 : Member("p", Bytes(fired.Payload.Length)))
            + Filter("nf", fired.Filters.Node) + Filter("sf", fired.Filters.Service) + Filter("tf", fired.Filters.Tag);
        var full = Prefix.Length + name;
        return new Sizes(full + content, 1 + 1 + Member("LTime", 1) + Member("Name", OldText(full)) + Member("Payload", OldText(content)) + Member("CC", 1));
    }

    private static int Member(string name, int value) => 1 + name.Length + value;

    private static int Filter(string name, string filter) => filter.Length == 0 ? 0 : Member(name, Text(Encoding.UTF8.GetByteCount(filter)));

    private static int Text(int length) => length + (length < 32 ? 1 : length < 256 ? 2 : 3);

    private static int Bytes(int length) => length + (length < 256 ? 2 : 3);

    private static int OldText(int length) => length + (length < 32 ? 1 : 3);
}
