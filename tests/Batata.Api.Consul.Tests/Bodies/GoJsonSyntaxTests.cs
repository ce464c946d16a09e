using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Catalog;
using FsCheck.Xunit;

namespace Batata.Api.Consul.Tests.Bodies;

/// <summary>Texts are what a real server answered to the same bodies.</summary>
public sealed class GoJsonSyntaxTests
{
    [Theory]
    [InlineData("", "EOF")]
    [InlineData("  \n", "EOF")]
    [InlineData("{", "unexpected EOF")]
    [InlineData("{\"a\"", "unexpected EOF")]
    [InlineData("[1,", "unexpected EOF")]
    [InlineData("\"ab", "unexpected EOF")]
    [InlineData("tru", "unexpected EOF")]
    [InlineData("-", "unexpected EOF")]
    [InlineData("x", "invalid character 'x' looking for beginning of value")]
    [InlineData("{\"a\":}", "invalid character '}' looking for beginning of value")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("{'a':1}", "invalid character '\\'' looking for beginning of object key string")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair")]
    [InlineData("{\"a\":1]", "invalid character ']' after object key:value pair")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("\"\\q\"", "invalid character 'q' in string escape code")]
    [InlineData("\"\\u12g4\"", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("\"a\nb\"", "invalid character '\\n' in string literal")]
    [InlineData("-x", "invalid character 'x' in numeric literal")]
    [InlineData("[1.]", "invalid character ']' after decimal point in numeric literal")]
    [InlineData("[1e]", "invalid character ']' in exponent of numeric literal")]
    [InlineData("[01]", "invalid character '1' after array element")]
    [InlineData("trux", "invalid character 'x' in literal true (expecting 'e')")]
    [InlineData("nul1", "invalid character '1' in literal null (expecting 'l')")]
    [InlineData("\uFEFF{}", "invalid character 'ï' looking for beginning of value")]
    public void Problem_IsToldInGosWords(string json, string expected) => Assert.Equal(expected, new GoJsonSyntax(Encoding.UTF8.GetBytes(json)).FindProblem());

    [Theory]
    [InlineData("{} x")]
    [InlineData("1x")] // which .NET refuses
    [InlineData(" [1,-0.5e+3,{\"a\":[{}],\"b\":null}, true,false,\"\\u00e4\\/\"] ]")]
    public void FirstValueThatIsWhole_HasNoProblem(string json) => Assert.Null(new GoJsonSyntax(Encoding.UTF8.GetBytes(json)).FindProblem());

    [Theory]
    [InlineData("1x", "json: cannot unmarshal number into Go value of type structs.RegisterRequest")]
    [InlineData("{\"service\":{\"PORT\":\"x\"}}", "json: cannot unmarshal string into Go struct field NodeService.Service.Port of type int")]
    [InlineData("{\"Service\":5}", "json: cannot unmarshal number into Go struct field RegisterRequest.Service of type structs.NodeService")]
    [InlineData("{}x", null)]
    [InlineData("{\"Node\":\"n\"}{", null)]
    public void Body_IsJudgedByItsFirstValue_InGosNames(string json, string? expected) =>
        Assert.Equal(expected, GoBody.Decode(Encoding.UTF8.GetBytes(json), RegisterForm.Shape, out _));

    [Property(MaxTest = 5_000)]
    public void WhatOneReaderRefuses_TheOtherDoes(byte[]? choices)
    {
        const string Alphabet = "{}[]:,\"\\ 10-+.eEtrufalsn\n";
        var json = "[" + string.Concat((choices ?? []).Select(static choice => Alphabet[choice % Alphabet.Length]));
        bool isWhole;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { AllowMultipleValues = true });
            isWhole = JsonDocument.ParseValue(ref reader) is not null;
        }
        catch (JsonException)
        {
            isWhole = false;
        }
        Assert.Equal(isWhole, new GoJsonSyntax(Encoding.UTF8.GetBytes(json)).FindProblem() is null);
    }
}
