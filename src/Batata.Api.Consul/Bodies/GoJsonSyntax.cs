using Batata.Application.Go;

namespace Batata.Api.Consul.Bodies;

/// <summary>Says what is wrong with JSON in Go's words; for bodies that could not be read, so it need not be quick. Protocol source: Go <c>encoding/json</c>, <c>scanner.go</c>.</summary>
internal ref struct GoJsonSyntax(ReadOnlySpan<byte> json)
{
    private const string Value = "looking for beginning of value";
    private const string Key = "looking for beginning of object key string";

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Stack<bool> _objects = []; // what the place is in: true for an object, false for an array
    private int _at;

    /// <summary>Behind the first value, when there was no problem.</summary>
    public readonly int End => _at;

    /// <returns>The first problem of the first value; null when that is whole.</returns>
    public string? FindProblem()
    {
        SkipSpace();
        if (_at == _json.Length) return "EOF";
        while (true)
        {
            if (ReadValue(out var isOpen) is { } problem) return problem;
            if (isOpen) continue;
            do
            {
                if (_objects.Count == 0) return null; // what follows the first value is nobody's
                if (ReadEnd(out isOpen) is { } wrong) return wrong;
            }
            while (!isOpen);
        }
    }

    /// <param name="isOpen">An object or array was begun, and a value comes next.</param>
    private string? ReadValue(out bool isOpen)
    {
        isOpen = false;
        SkipSpace();
        if (!TryNext(out var c)) return Cut;
        switch (c)
        {
            case (byte)'{':
                SkipSpace();
                if (TryTake('}')) return null;
                isOpen = true;
                _objects.Push(true);
                return ReadKey();
            case (byte)'[':
                SkipSpace();
                if (TryTake(']')) return null;
                isOpen = true;
                _objects.Push(false);
                return null;
            case (byte)'"': return ReadText();
            case (byte)'t': return ReadLiteral("true");
            case (byte)'f': return ReadLiteral("false");
            case (byte)'n': return ReadLiteral("null");
            default: return c == '-' || char.IsAsciiDigit((char)c) ? ReadNumber(c) : Wrong(c, Value);
        }
    }

    /// <summary>What comes behind a value: another one, or the end of what it is in.</summary>
    /// <param name="isOpen">A value comes next.</param>
    private string? ReadEnd(out bool isOpen)
    {
        isOpen = false;
        SkipSpace();
        if (!TryNext(out var c)) return Cut;
        var isObject = _objects.Peek();
        if (c == ',')
        {
            isOpen = true;
            SkipSpace();
            return isObject ? ReadKey() : null;
        }
        if (c != (isObject ? '}' : ']')) return Wrong(c, isObject ? "after object key:value pair" : "after array element");
        _objects.Pop();
        return null;
    }

    private string? ReadKey()
    {
        if (!TryNext(out var c)) return Cut;
        if (c != '"') return Wrong(c, Key);
        if (ReadText() is { } problem) return problem;
        SkipSpace();
        return !TryNext(out c) ? Cut : c == ':' ? null : Wrong(c, "after object key");
    }

    private string? ReadText()
    {
        while (TryNext(out var c))
        {
            if (c == '"') return null;
            if (c < ' ') return Wrong(c, "in string literal");
            if (c != '\\') continue;
            if (!TryNext(out c)) break;
            if (c != 'u')
            {
                if (!"bfnrt\\/\""u8.Contains(c)) return Wrong(c, "in string escape code");
                continue;
            }
            for (var digit = 0; digit < 4; digit++)
            {
                if (!TryNext(out c)) return Cut;
                if (!char.IsAsciiHexDigit((char)c)) return Wrong(c, "in \\u hexadecimal character escape");
            }
        }
        return Cut;
    }

    private string? ReadNumber(byte first)
    {
        if (first == '-')
        {
            if (!TryNext(out first)) return Cut;
            if (!char.IsAsciiDigit((char)first)) return Wrong(first, "in numeric literal");
        }
        if (first != '0') SkipDigits();
        if (TryTake('.') && ReadDigits("after decimal point in numeric literal") is { } fraction) return fraction;
        if (!TryTake('e') && !TryTake('E')) return null;
        if (!TryTake('+')) TryTake('-');
        return ReadDigits("in exponent of numeric literal");
    }

    private string? ReadDigits(string where)
    {
        if (!TryNext(out var c)) return Cut;
        if (!char.IsAsciiDigit((char)c)) return Wrong(c, where);
        SkipDigits();
        return null;
    }

    private string? ReadLiteral(string literal)
    {
        foreach (var expected in literal.AsSpan(1))
        {
            if (!TryNext(out var c)) return Cut;
            if (c != expected) return Wrong(c, $"in literal {literal} (expecting '{expected}')");
        }
        return null;
    }

    private bool TryNext(out byte c)
    {
        var isThere = _at < _json.Length;
        c = isThere ? _json[_at++] : default;
        return isThere;
    }

    private bool TryTake(char c)
    {
        if (_at == _json.Length || _json[_at] != c) return false;
        _at++;
        return true;
    }

    private void SkipDigits()
    {
        while (_at < _json.Length && char.IsAsciiDigit((char)_json[_at])) _at++;
    }

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
    }

    private static string Cut => "unexpected EOF";

    /// <summary>Go takes the byte for a character, whatever it is a part of.</summary>
    private static string Wrong(byte c, string where) => $"invalid character {(c == '\'' ? @"'\''" : c == '"' ? "'\"'" : $"'{GoQuote.Of(((char)c).ToString())[1..^1]}'")} {where}";
}
