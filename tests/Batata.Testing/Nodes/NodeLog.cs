using System.Diagnostics;

namespace Batata.Testing.Nodes;

/// <summary>The last lines that a node's processes wrote, for the message of a failed test. Thread-safe.</summary>
public sealed class NodeLog
{
    private const int Kept = 1000;
    private readonly Queue<string> _lines = new();

    public void Attach(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }
}
