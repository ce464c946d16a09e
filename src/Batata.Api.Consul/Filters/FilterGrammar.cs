using Parlot;
using Parlot.Fluent;
using static Batata.Api.Consul.Filters.FilterPiece;

namespace Batata.Api.Consul.Filters;

/// <summary>
/// The expressions of go-bexpr as Consul has it. Protocol source: go-bexpr 0.1.2 <c>grammar.peg</c>: a grammar that tries in order and goes back, so
/// <c>not in Tags</c> looks for the word "not". Chains of <c>and</c> and <c>or</c> are loops here, not recursion, and nothing is tried twice.
/// </summary>
internal static class FilterGrammar
{
    private static readonly Parser<FilterNode> Input = Build();

    /// <returns>Null when it is refused; the text knows why.</returns>
    public static FilterNode? Parse(FilterText text)
    {
        var result = default(ParseResult<FilterNode>);
        return Input.Parse(text, ref result) && !text.HasProblems ? result.Value : null;
    }

    private static Parser<FilterNode> Build()
    {
        var blanks = Some(Class(@"[ \t\r\n]", static c => c is ' ' or '\t' or '\r' or '\n'));
        var gap = Maybe(blanks);
        var end = new FilterNotHere<bool>(Any());
        var text = Text(end);
        var selector = Selector(gap, text);
        var value = OneOf(selector.Then(static path => string.Join('.', path)), Number(blanks, end), text);

        var match = OneOf(
            selector.And(WithValue(blanks, gap)).And(value).Then<FilterNode>(static m => new FilterMatch(m.Item1, m.Item2, m.Item3)),
            selector.And(WithoutValue(blanks)).Then<FilterNode>(static m => new FilterMatch(m.Item1, m.Item2, null)),
            value.And(ValueFirst(blanks)).And(OneOf(selector, new FilterComplaint<IReadOnlyList<string>>("\"match\"", "Invalid selector")))
                .Then<FilterNode>(static m => new FilterMatch(m.Item3, m.Item2, m.Item1)));

        var any = new FilterNested();
        var not = new FilterNested();
        var close = OneOf(Literal(")"), new FilterComplaint<bool>("\"grouping\"", "Unmatched parentheses"));
        var group = OneOf(All(Literal("("), gap).SkipAnd(any).AndSkip(All(gap, close)), match);
        not.Rule = OneOf(
            All(Literal("not"), blanks).SkipAnd(not).Then<FilterNode>(static inner => inner is FilterNot twice ? twice.Inner : new FilterNot(inner)),
            group);
        any.Rule = Chain(Chain(not, "and", blanks, isAll: true), "or", blanks, isAll: false);
        return gap.SkipAnd(any).AndSkip(All(gap, end));
    }

    private static Parser<FilterNode> Chain(Parser<FilterNode> one, string word, Parser<bool> blanks, bool isAll) =>
        one.And(ZeroOrMany(All(blanks, Literal(word), blanks).SkipAnd(one)))
            .Then(chain => chain.Item2.Count == 0 ? chain.Item1 : new FilterGroup(isAll, [chain.Item1, .. chain.Item2]));

    private static Parser<FilterOperator> WithValue(Parser<bool> blanks, Parser<bool> gap) => OneOf(
        All(gap, Literal("=="), gap).Then(FilterOperator.Equal),
        All(gap, Literal("!="), gap).Then(FilterOperator.NotEqual),
        All(blanks, Literal("contains"), blanks).Then(FilterOperator.In),
        All(blanks, Literal("not"), blanks, Literal("contains"), blanks).Then(FilterOperator.NotIn),
        All(blanks, Literal("matches"), blanks).Then(FilterOperator.Matches),
        All(blanks, Literal("not"), blanks, Literal("matches"), blanks).Then(FilterOperator.NotMatches));

    private static Parser<FilterOperator> WithoutValue(Parser<bool> blanks) => OneOf(
        All(blanks, Literal("is"), blanks, Literal("empty")).Then(FilterOperator.IsEmpty),
        All(blanks, Literal("is"), blanks, Literal("not"), blanks, Literal("empty")).Then(FilterOperator.IsNotEmpty));

    private static Parser<FilterOperator> ValueFirst(Parser<bool> blanks) => OneOf(
        All(blanks, Literal("in"), blanks).Then(FilterOperator.In),
        All(blanks, Literal("not"), blanks, Literal("in"), blanks).Then(FilterOperator.NotIn));

    private static Parser<IReadOnlyList<string>> Selector(Parser<bool> gap, Parser<string> text)
    {
        var name = Capture(All(
            Class("[a-zA-Z]", char.IsAsciiLetter),
            Many(Class("[a-zA-Z0-9_]", static c => char.IsAsciiLetterOrDigit(c) || c == '_')))).Then(static span => span.ToString()!);
        var number = Capture(Some(Class("[0-9]", char.IsAsciiDigit))).Then(static span => span.ToString()!);
        var close = OneOf(Literal("]"), new FilterComplaint<bool>("\"index\"", "Unclosed index expression"));
        var index = All(Literal("["), gap).SkipAnd(OneOf(text, new FilterComplaint<string>("\"index\"", "Invalid index"))).AndSkip(All(gap, close));
        return name.And(ZeroOrMany(OneOf(Literal(".").SkipAnd(name), index, Literal(".").SkipAnd(number))))
            .Then<IReadOnlyList<string>>(static path => [path.Item1, .. path.Item2]);
    }

    private static Parser<string> Number(Parser<bool> blanks, Parser<bool> end)
    {
        var digit = Class("[0-9]", char.IsAsciiDigit);
        var whole = OneOf<bool>(Literal("0"), All(Class("[1-9]", static c => c is >= '1' and <= '9'), Many(digit)));
        var number = Capture(All(Maybe(Literal("-")), whole, Maybe(All(Literal("."), Some(digit)))));
        var behind = new FilterHere<bool>(OneOf(blanks, end, Literal(")")));
        return number.AndSkip(OneOf<bool>(behind, new FilterComplaint<bool>("\"number\"", "Invalid number literal"))).Then(static span => span.ToString()!);
    }

    /// <summary>In double quotes with Go's escapes, but for the quote itself, or in back quotes without any.</summary>
    private static Parser<string> Text(Parser<bool> end)
    {
        var raw = All(Literal("`"), Many(All(new FilterNotHere<bool>(Literal("`")), Any())));
        var quoted = All(Literal("\""), Many(All(new FilterNotHere<bool>(Literal("\"")), Any())));
        var closed = Capture(OneOf(All(raw, Literal("`")), All(quoted, Literal("\""))))
            .Then(static (context, start, _, span) => GoUnquote.Of(span.Span) ?? Invalid((FilterText)context, start));
        var open = All(OneOf(raw, quoted), end).SkipAnd(new FilterComplaint<string>("\"string\"", "Unterminated string literal"));
        return OneOf(closed, open);
    }

    private static string Invalid(FilterText text, int at)
    {
        text.Complain(at, "\"string\"", "invalid syntax");
        return "";
    }

    private static Parser<bool> All(params ReadOnlySpan<Parser<bool>> parts)
    {
        var all = parts[0];
        foreach (var part in parts[1..]) all = all.AndSkip(part);
        return all;
    }

    private static Parser<bool> Many(Parser<bool> one) => ZeroOrMany(one).Then(true);

    private static Parser<bool> Maybe(Parser<bool> one) => ZeroOrOne(one).Then(true);

    private static Parser<bool> Some(Parser<bool> one) => OneOrMany(one).Then(true);
}
