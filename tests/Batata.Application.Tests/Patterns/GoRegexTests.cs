using System.Diagnostics;
using Batata.Application.Patterns;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Application.Tests.Patterns;

/// <summary>As Go's regexp takes and refuses them.</summary>
public sealed class GoRegexTests
{
    [Theory]
    [InlineData("", "x", true)]
    [InlineData("a.c", "abc", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("^b", "a\nb", false)]
    [InlineData("(?m)^b", "a\nb", true)]
    [InlineData("a$", "a\n", false)] // .NET alone would let this through
    [InlineData("(?m)a$", "a\nb", true)]
    [InlineData("(?i)ABC", "xabcx", true)]
    [InlineData("a(?i)b", "aB", true)]
    [InlineData("a(?i)b", "AB", false)]
    [InlineData("(a(?i)b)c", "aBC", false)]
    [InlineData("(?i:a)b", "Ab", true)]
    [InlineData("(?-i)a", "A", false)]
    [InlineData("(?P<x>a)(?<y>b)", "ab", true)]
    [InlineData("^(a|b)*$", "abba", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{2,}?$", "aaaa", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^x{$", "x{", true)]
    [InlineData("^\\d+$", "123", true)]
    [InlineData("^\\d$", "٣", false)] // digits of ASCII alone
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s$", "\v", false)] // Go's has no vertical tab
    [InlineData("^[[:alpha:]_]+$", "ab_", true)]
    [InlineData("^[[:^digit:]]$", "1", false)]
    [InlineData("^[^\\d\\s]+$", "ab", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[a-c-]+$", "b-", true)]
    [InlineData("^[a-z-[b]]$", "b]", true)] // no subtraction of classes
    [InlineData("^\\pL\\p{Lu}$", "aB", true)]
    [InlineData("^\\P{L}$", "1", true)]
    [InlineData("^\\p{^L}$", "1", true)]
    [InlineData("^\\Qa.b*\\E+$", "a.b**", true)]
    [InlineData("^\\Qa.c$", "abc", false)]
    [InlineData("\\x41\\x{42}\\103", "ABC", true)]
    [InlineData("^\\.\\-\\_\\/$", ".-_/", true)]
    [InlineData("\\bfoo\\b", "a foo b", true)]
    [InlineData("\\Aa\\z", "a", true)]
    [InlineData("a||b", "", true)]
    [InlineData("()", "x", true)]
    [InlineData("^*", "x", true)]
    [InlineData("^[😀é]$", "😀", true)]
    [InlineData("^v[0-9]$", "v1", true)]
    public void Match_MeansTheSameAsInGo(string pattern, string text, bool expected)
    {
        Assert.Null(GoRegex.TryCompile(pattern, out var regex));
        Assert.Equal(expected, regex.IsMatch(text));
    }

    [Theory]
    [InlineData("(", "missing closing ): `(`")]
    [InlineData("a)b", "unexpected ): `a)b`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("[]", "missing closing ]: `[]`")]
    [InlineData("*a", "missing argument to repetition operator: `*`")]
    [InlineData("a|+", "missing argument to repetition operator: `+`")]
    [InlineData("(?i)*", "missing argument to repetition operator: `*`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a{2}{3}", "invalid nested repetition operator: `{2}{3}`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("a{3,2}", "invalid repeat count: `{3,2}`")]
    [InlineData("a\\", "trailing backslash at end of expression: ``")]
    [InlineData("\\y", "invalid escape sequence: `\\y`")]
    [InlineData("(a)\\1", "invalid escape sequence: `\\1`")]
    [InlineData("\\Z", "invalid escape sequence: `\\Z`")]
    [InlineData("[z-a]", "invalid character class range: `z-a`")]
    [InlineData("[[:foo:]]", "invalid character class range: `[:foo:]`")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?!a)", "invalid or unsupported Perl syntax: `(?!`")]
    [InlineData("(?#a)", "invalid or unsupported Perl syntax: `(?#`")]
    [InlineData("(?<=a)", "invalid named capture: `(?<=a)`")]
    [InlineData("(?P<a", "invalid named capture: `(?P<a`")]
    [InlineData("((a{1000}){1000}){1000}", "expression too large: `((a{1000}){1000}){1000}`")]
    public void Expression_ThatGoRefuses_IsRefusedInItsWords(string pattern, string expected) =>
        Assert.Equal("error parsing regexp: " + expected, GoRegex.TryCompile(pattern, out _));

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(x+x+)+y")]
    [InlineData("^(a?){50}a{50}$")]
    public void Match_ThatWouldBacktrackForEver_EndsAtOnce(string pattern)
    {
        Assert.Null(GoRegex.TryCompile(pattern, out var regex));
        var begun = Stopwatch.GetTimestamp();
        regex.IsMatch(new string('a', 3_000) + "!" + new string('x', 3_000));
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(5));
    }

    [Property(MaxTest = 3_000)]
    public Property Expression_OfPieces_IsTakenOrRefused() => Prop.ForAll(
        Gen.ListOf(Gen.Elements(
            "a", "b", "(", ")", "[", "]", "^", "$", "*", "+", "?", "{2}", "{1,}", "{0,9}", "{", "}", "|", "\\", "\\d", "\\pL", "\\p{Lu}", "[:alpha:]", "-", "(?i)", "(?:", "(?P<n>", ".",
            "\\Q", "\\E", "\\x", "\\x{1F600}", "😀", "\ud800", "é", "\\b", "0", "7", ":", "(?s-m:", " ", "#")).Select(static pieces => string.Concat(pieces)).ToArbitrary(),
        static pattern =>
        {
            var refused = GoRegex.TryCompile(pattern, out var regex);
            if (refused is null) regex.IsMatch("ab0 é😀");
            else Assert.StartsWith("error parsing regexp: ", refused, StringComparison.Ordinal);
        });
}
