using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>
/// Leaves out answers until the packet is as small as it must be. Additional then holds one address for each target that stays, and nothing else.
/// Protocol source: Consul <c>trimUDPResponse</c>, <c>trimTCPResponse</c>; how many answers stay is theirs to the number.
/// </summary>
internal static class ReplySize
{
    private const int PlainBytes = 512;
    private const int MostUdpBytes = 65_467;
    private const int MostTcpBytes = 65_523;
    private const int UdpHeaderBytes = 8;
    private const int MostPlainAnswers = 8;
    private const int MostAnswers = 4_096;
    private const int MostServices = 1_024;

    /// <summary>More answers than this would be thrown away.</summary>
    public static int AnswersWanted(Question question, bool overTcp, ConsulDnsOptions options) =>
        !overTcp && BytesFor(question) == PlainBytes ? Math.Min(MostPlainAnswers, options.UdpAnswerLimit) + 1 : MostAnswers + 1;

    public static void Cut(Reply reply, bool overTcp, ConsulDnsOptions options, PacketWriter writer)
    {
        var cut = overTcp ? CutForTcp(reply, options, writer) : CutForUdp(reply, options, writer);
        reply.IsTruncated = cut && options.EnableTruncate;
    }

    private static int BytesFor(Question question) => Math.Min(Math.Max((int)(question.Edns?.Size ?? 0), PlainBytes), MostUdpBytes);

    private static bool CutForUdp(Reply reply, ConsulDnsOptions options, PacketWriter writer)
    {
        var (had, bytes) = (reply.Answers.Count, BytesFor(reply.Question));
        var most = Math.Min(MostPlainAnswers, options.UdpAnswerLimit);
        var (targets, compress) = (new Targets(reply), !options.DisableCompression);
        if (bytes == PlainBytes && had > most)
        {
            // Consul counts these as if names were written in full.
            compress = false;
            targets.Keep(reply, most);
        }
        Shrink(reply, targets, bytes, bytes - UdpHeaderBytes, compress, writer);
        return reply.Answers.Count < had;
    }

    private static bool CutForTcp(Reply reply, ConsulDnsOptions options, PacketWriter writer)
    {
        var most = reply.Question.Type == RecordType.Srv ? MostServices : MostAnswers;
        if (reply.Answers.Count > most) reply.Answers.RemoveRange(most, reply.Answers.Count - most);
        return Shrink(reply, new Targets(reply), MostTcpBytes, MostTcpBytes, !options.DisableCompression, writer);
    }

    /// <summary>One answer is sent whatever its size.</summary>
    /// <returns>Whether anything had to go.</returns>
    private static bool Shrink(Reply reply, Targets targets, int bytes, int limit, bool compress, PacketWriter writer)
    {
        var shrunk = false;
        while (reply.Answers.Count > 1 && writer.Write(reply, compress) > limit)
        {
            shrunk = true;
            reply.Authority.Clear();
            var over = writer.Write(reply, compress) - bytes;
            targets.Keep(reply, over > 100 ? Search(reply, targets, bytes, compress, writer) : reply.Answers.Count - 1);
        }
        return shrunk;
    }

    private static int Search(Reply reply, Targets targets, int bytes, bool compress, PacketWriter writer)
    {
        var all = reply.Answers;
        var (fits, over) = (1, all.Count + 1);
        while (over - fits > 1)
        {
            var middle = fits + ((over - fits) / 2);
            reply.Answers = all[..middle];
            targets.Keep(reply, middle);
            var length = writer.Write(reply, compress);
            if (length > bytes) over = middle;
            else if (bytes - length < 10)
            {
                (fits, over) = (middle, middle);
            }
            else fits = middle;
        }
        reply.Answers = all;
        return fits;
    }

    /// <summary>Additional records by their name, in any case; the first of each.</summary>
    private sealed class Targets
    {
        private readonly Dictionary<string, AnswerRecord>? _byName;

        public Targets(Reply reply)
        {
            if (reply.Additional.Count == 0) return;
            _byName = new Dictionary<string, AnswerRecord>(StringComparer.OrdinalIgnoreCase);
            foreach (var record in reply.Additional) _byName.TryAdd(record.Name.ToString(), record);
        }

        public void Keep(Reply reply, int answers)
        {
            if (reply.Answers.Count > answers) reply.Answers.RemoveRange(answers, reply.Answers.Count - answers);
            reply.HasEdns = false;
            if (_byName is null) return;
            var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            List<AnswerRecord> kept = [];
            foreach (var service in reply.Answers.OfType<ServiceRecord>())
            {
                var target = service.Target.ToString();
                while (done.Add(target) && _byName.TryGetValue(target, out var record))
                {
                    kept.Add(record);
                    if (record is not NameRecord { Type: RecordType.CName } alias) break;
                    target = alias.Target.ToString();
                }
            }
            reply.Additional = kept;
        }
    }
}
