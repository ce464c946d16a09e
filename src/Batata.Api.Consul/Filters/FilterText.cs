using System.Globalization;
using System.Text;
using Parlot;
using Parlot.Fluent;

namespace Batata.Api.Consul.Filters;

/// <summary>
/// One expression while it is parsed: how far the parsers came and what they missed there, for the refusal. It reads as that of go-bexpr, whose
/// parser pigeon notes the farthest place where a piece failed, and what would have been let through there.
/// </summary>
internal sealed class FilterText(string text) : ParseContext(new Scanner(text))
{
    /// <summary>Parentheses, which count twice, and <c>not</c> inside each other; each takes a piece of the stack.</summary>
    private const int MaxDepth = 200;

    private readonly SortedSet<string> _expected = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private int _farthest;
    private bool _inverted;
    private int _depth;

    public bool HasProblems => _problems.Count > 0;

    /// <summary>A piece of the text was tried.</summary>
    public void Note(bool matched, int at, string piece)
    {
        if (matched != _inverted || at < _farthest) return;
        if (at > _farthest)
        {
            _farthest = at;
            _expected.Clear();
        }
        _expected.Add(_inverted ? "!" + piece : piece);
    }

    /// <summary>Inside a look-ahead that must not match, a match is what fails.</summary>
    public void Invert() => _inverted = !_inverted;

    /// <summary>The text is refused, whatever else may be made of it.</summary>
    public void Complain(int at, string rule, string problem)
    {
        var line = $"{PositionOf(at)}: rule {rule}: {problem}";
        if (!_problems.Contains(line)) _problems.Add(line);
    }

    /// <returns>False when it is too deep; that is a problem.</returns>
    public bool TryEnter()
    {
        if (_depth == MaxDepth)
        {
            if (!HasProblems) Complain(Scanner.Cursor.Offset, "\"grouping\"", "nested too deep");
            return false;
        }
        _depth++;
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Why it is refused.</summary>
    public string Refusal()
    {
        if (HasProblems) return string.Join('\n', _problems);
        var expected = _expected.Where(static piece => piece != "!.").ToList();
        if (_expected.Contains("!.")) expected.Add("EOF");
        var list = expected.Count switch
        {
            0 => "",
            1 => expected[0],
            _ => string.Join(", ", expected[..^1]) + " or " + expected[^1],
        };
        return $"{PositionOf(_farthest)}: no match found, expected: {list}";
    }

    /// <summary>Line, column in characters, offset in bytes. A line feed counts as the place before the line that it begins, as pigeon reads.</summary>
    private string PositionOf(int at)
    {
        var (line, column, offset) = (1, 0, 0);
        var i = 0;
        while (true)
        {
            var rune = i < text.Length && Rune.DecodeFromUtf16(text.AsSpan(i), out var read, out _) == System.Buffers.OperationStatus.Done ? read : Rune.ReplacementChar;
            column++;
            if (i < text.Length && rune.Value == '\n') (line, column) = (line + 1, 0);
            if (i >= at) break;
            offset += rune.Utf8SequenceLength;
            i += rune.Utf16SequenceLength;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{line}:{column} ({offset})");
    }
}
