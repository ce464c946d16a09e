using Batata.Application.Go;
using Parlot;
using Parlot.Fluent;

namespace Batata.Api.Consul.Filters;

/// <summary>A piece of the text itself. Whether it is there is noted.</summary>
internal sealed class FilterPiece(string name, Func<char, bool>? isIn, string literal = "") : Parser<bool>
{
    public static FilterPiece Literal(string text) => new(GoQuote.Of(text), null, text);

    public static FilterPiece Any() => new(".", static _ => true);

    /// <summary>One character.</summary>
    /// <param name="name">As the grammar of go-bexpr spells it.</param>
    public static FilterPiece Class(string name, Func<char, bool> isIn) => new(name, isIn);

    public override bool Parse(ParseContext context, ref ParseResult<bool> result)
    {
        var cursor = context.Scanner.Cursor;
        var start = cursor.Offset;
        var matched = isIn is null ? cursor.Match(literal) : !cursor.Eof && isIn(cursor.Current);
        ((FilterText)context).Note(matched, start, name);
        if (!matched) return false;
        cursor.Advance(isIn is null ? literal.Length : 1);
        result.Set(start, cursor.Offset, true);
        return true;
    }
}

/// <summary>Goes on only where the other does not match. Takes nothing.</summary>
internal sealed class FilterNotHere<T>(Parser<T> inner) : Parser<bool>
{
    public override bool Parse(ParseContext context, ref ParseResult<bool> result)
    {
        var text = (FilterText)context;
        var start = context.Scanner.Cursor.Position;
        var ignored = default(ParseResult<T>);
        text.Invert();
        var matched = inner.Parse(context, ref ignored);
        text.Invert();
        context.Scanner.Cursor.ResetPosition(start);
        if (matched) return false;
        result.Set(start.Offset, start.Offset, true);
        return true;
    }
}

/// <summary>Goes on only where the other matches. Takes nothing.</summary>
internal sealed class FilterHere<T>(Parser<T> inner) : Parser<bool>
{
    public override bool Parse(ParseContext context, ref ParseResult<bool> result)
    {
        var start = context.Scanner.Cursor.Position;
        var ignored = default(ParseResult<T>);
        if (!inner.Parse(context, ref ignored)) return false;
        context.Scanner.Cursor.ResetPosition(start);
        result.Set(start.Offset, start.Offset, true);
        return true;
    }
}

/// <summary>Whoever comes here has found what is wrong.</summary>
internal sealed class FilterComplaint<T>(string rule, string problem) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        ((FilterText)context).Complain(context.Scanner.Cursor.Offset, rule, problem);
        return false;
    }
}

/// <summary>A rule that contains itself, up to a depth.</summary>
internal sealed class FilterNested : Parser<FilterNode>
{
    public Parser<FilterNode>? Rule { get; set; }

    public override bool Parse(ParseContext context, ref ParseResult<FilterNode> result)
    {
        var text = (FilterText)context;
        if (!text.TryEnter()) return false;
        var matched = Rule!.Parse(context, ref result);
        text.Leave();
        return matched;
    }
}
