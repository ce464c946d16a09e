using System.Net;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>Writes 1, 2, 3… into a config of its own, each once, whatever the answer: the history then shows what every one of them led to.</summary>
internal sealed class CountingWriter(string dataId)
{
    private int _last;
    private int _acknowledgements;

    public string DataId => dataId;

    /// <summary>For any thread.</summary>
    public int Acknowledgements => Volatile.Read(ref _acknowledgements);

    /// <summary>When the writer has ended.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Nobody knows whether they were written.</summary>
    public HashSet<string> Unknown { get; } = [];

    /// <summary>The server says that they were not written.</summary>
    public List<string> Refused { get; } = [];

    public List<string> Complaints { get; } = [];

    public async Task RunAsync(NodeProcess node, CancellationToken end)
    {
        await Task.Yield();
        using var client = new HttpConfigClient(node, TimeSpan.FromSeconds(60)); // longer than the server may wait for a leader
        while (!end.IsCancellationRequested)
        {
            var content = $"{dataId}: {++_last}";
            try
            {
                await client.PublishAsync(dataId, content, CancellationToken.None);
                Acknowledged.Add(content);
                Interlocked.Increment(ref _acknowledgements);
            }
            catch (HttpRequestException e)
            {
                if (e.StatusCode == HttpStatusCode.ServiceUnavailable) Refused.Add(content);
                else Unknown.Add(content);
                Complaints.Add($"{content} on {node.Address}: {e.Message}");
            }
        }
    }

    /// <param name="applied">What the config held, one after the other.</param>
    /// <returns>What is wrong.</returns>
    public IEnumerable<string> Judge(IReadOnlyList<string> applied)
    {
        var times = applied.CountBy(static content => content).ToDictionary();
        foreach (var content in Acknowledged.Where(content => times.GetValueOrDefault(content) != 1)) yield return $"acknowledged, and applied {times.GetValueOrDefault(content)} times: {content}";
        foreach (var content in Unknown.Where(content => times.GetValueOrDefault(content) > 1)) yield return $"without an answer, and applied {times[content]} times: {content}";
        foreach (var content in Refused.Where(times.ContainsKey)) yield return $"refused, and applied {times[content]} times: {content}";
        if (!applied.Where(content => !Unknown.Contains(content)).Distinct().SequenceEqual(Acknowledged)) yield return $"not in the order of the answers: {dataId}";
    }
}
