using System.Globalization;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>
/// Gives ids to instances that are registered over gRPC, v1 and beats; v2 and v3 HTTP give none. Protocol source: Nacos
/// <c>InstanceIdGeneratorManager</c>, <c>SnowFlakeInstanceIdGenerator</c>.
/// </summary>
public sealed class InstanceIds(TimeProvider time)
{
    private const int SequenceBits = 12;
    private const int WorkerBits = 10;
    private const long Epoch = 1_577_836_800_000; // 2020-01-01 UTC

    private readonly long _worker = Random.Shared.Next(1 << WorkerBits);
    private long _last;

    /// <summary>An id that the client chose is kept; else metadata <c>preserved.instance.id.generator</c> says how it is made.</summary>
    /// <param name="saidService">What the instance itself calls its service, which is what goes into its id; blank for the grouped name.</param>
    /// <returns>The instance with its id, or <c>naming.id_generator</c>.</returns>
    public Outcome<Instance> Assign(Instance instance, in ServiceKey service, string? saidService = null)
    {
        if (!string.IsNullOrEmpty(instance.GivenId)) return instance with { IdKind = InstanceIdKind.Given };
        var said = string.IsNullOrWhiteSpace(saidService) ? null : saidService;
        return instance.Metadata.Find(PreservedKeys.InstanceIdGenerator) switch
        {
            null or "" or PreservedKeys.SimpleGenerator => said is null || service.IsGroupedName(said)
                ? instance with { IdKind = InstanceIdKind.Simple, GivenId = null }
                : Given(instance, $"{instance.Ip}#{instance.Port}#{instance.ClusterName}#{said}"),
            PreservedKeys.SnowflakeGenerator => Given(instance, $"{NextSnowflake()}#{instance.ClusterName}#{said ?? service.GroupedName}"),
            _ => NamingFailures.IdGenerator(),
        };
    }

    private static Instance Given(Instance instance, FormattableString id) =>
        instance with { IdKind = InstanceIdKind.Given, GivenId = id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Milliseconds, worker, number within the millisecond. When the clock stands or goes back, it counts on from the last one.</summary>
    private long NextSnowflake()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, (time.GetUtcNow().ToUnixTimeMilliseconds() - Epoch) << SequenceBits);
            if (Interlocked.CompareExchange(ref _last, next, last) != last) continue;
            var (milliseconds, sequence) = (next >> SequenceBits, next & ((1 << SequenceBits) - 1));
            return (milliseconds << (WorkerBits + SequenceBits)) | (_worker << SequenceBits) | sequence;
        }
    }
}
