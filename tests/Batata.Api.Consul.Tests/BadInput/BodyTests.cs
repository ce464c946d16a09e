using System.Text;
using Batata.Api.Consul.Agent;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Transactions;

namespace Batata.Api.Consul.Tests.BadInput;

/// <summary>Bodies as Go decodes them. Protocol source: <c>encoding/json</c> with <c>DisallowUnknownFields</c>.</summary>
public sealed class BodyTests
{
    [Theory]
    [InlineData("", "EOF")]
    [InlineData("  \n", "EOF")]
    [InlineData("{", "unexpected EOF")]
    [InlineData("""{"Name":""", "unexpected EOF")]
    [InlineData("xyz", "invalid character 'x' looking for beginning of value")]
    [InlineData("[1]", "json: cannot unmarshal array into Go value of type ServiceDefinition")]
    [InlineData("\"x\"", "json: cannot unmarshal string into Go value of type ServiceDefinition")]
    [InlineData("""{"Name":5}""", "json: cannot unmarshal number into Go struct field ServiceDefinition.Name of type string")]
    [InlineData("""{"Port":"80"}""", "json: cannot unmarshal string into Go struct field ServiceDefinition.Port of type int")]
    [InlineData("""{"Port":1.5}""", "json: cannot unmarshal number 1.5 into Go struct field ServiceDefinition.Port of type int")]
    [InlineData("""{"Weights":{"Heavy":2}}""", "json: unknown field \"Heavy\"")]
    [InlineData("""{"Check":{"TTL":"10"}}""", "time: missing unit in duration \"10\"")]
    [InlineData("""{"Check":{"TTL":"soon"}}""", "time: invalid duration \"soon\"")]
    [InlineData("""{"Checks":[{"ID":"c"}]}""", "json: unknown field \"ID\"")]
    [InlineData("""{"socket_path":"/x"}""", "json: unknown field \"socket_path\"")]
    [InlineData("""{"Colour":1,"Port":"x"}""", "json: unknown field \"Colour\"")]
    public void Wrong_IsToldInGosWords(string body, string problem) => Assert.Equal(problem, Decode(body, out _));

    [Theory]
    [InlineData("""{"name":"web"}""")]
    [InlineData("""{"NAME":"web"}""")]
    [InlineData("""{"Name":"x","Name":"web"}""")]
    [InlineData("""{"Name":"web","Tags":null,"Port":null,"Check":null}""")]
    [InlineData("""{"Name":"web"} and more""")]
    [InlineData("""{"Name":"web","enable_tag_override":false,"connect":{"sidecar_service":{}}}""")]
    public void Lenient_WhereGoIs(string body)
    {
        Assert.Null(Decode(body, out var form));
        Assert.Equal("web", form!.Name);
    }

    [Fact]
    public void Null_IsAnEmptyObject_AndBytesThatAreNoTextAreReplaced()
    {
        Assert.Null(Decode("null", out var empty));
        Assert.Equal("", empty!.Name);
        Assert.Null(GoBody.Decode([.. "{\"Name\":\""u8, 0xff, .. "\"}"u8], ServiceForm.Shape, out var replaced));
        Assert.Equal("\ufffd", replaced!.Name);
    }

    [Theory]
    [InlineData("""{"Name":"a\ud800"}""", "a\ufffd")]
    [InlineData("""{"Name":"\udc00\ud800b"}""", "\ufffd\ufffdb")]
    [InlineData("""{"Name":"\ud83d\ude00"}""", "\ud83d\ude00")]
    [InlineData("""{"Name":"\\ud800"}""", @"\ud800")]
    public void HalfAPair_IsReplaced(string body, string expected)
    {
        Assert.Null(Decode(body, out var form));
        Assert.Equal(expected, form!.Name);
    }

    [Fact]
    public void HalfAPairInAName_IsANameThatNobodyKnows() => Assert.Equal("json: unknown field \"\ufffd\"", Decode("""{"\ud800":1}""", out _));

    [Theory]
    [InlineData("null", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"MQ==\"", "1")]
    [InlineData("\"MTI=\"", "12")]
    [InlineData("\"M\\nTI\\r\\n=\\n\"", "12")]
    [InlineData("[49,null,50]", "1\02")]
    public void Bytes_AreBase64OrNumbers(string value, string expected)
    {
        Assert.Null(DecodeValue(value, out var forms));
        Assert.Equal(expected, Encoding.UTF8.GetString(forms![0].Key!.Value));
    }

    [Theory]
    [InlineData("\"x\"", "illegal base64 data at input byte 0")]
    [InlineData("\"MQ\"", "illegal base64 data at input byte 0")]
    [InlineData("\"M Q==\"", "illegal base64 data at input byte 1")]
    [InlineData("\"MQ=\"", "illegal base64 data at input byte 3")]
    [InlineData("\"MQ=x\"", "illegal base64 data at input byte 2")]
    [InlineData("\"MQ==MQ==\"", "illegal base64 data at input byte 4")]
    [InlineData("\"M===\"", "illegal base64 data at input byte 1")]
    [InlineData("\"_-8=\"", "illegal base64 data at input byte 0")]
    [InlineData("5", "json: cannot unmarshal number into Go struct field KVTxnOp.KV.Value of type []uint8")]
    [InlineData("[256]", "json: cannot unmarshal number 256 into Go struct field KVTxnOp.KV.Value of type uint8")]
    public void BytesThatAreNone_AreToldWithTheirPlace(string value, string problem) => Assert.Equal(problem, DecodeValue(value, out _));

    private static string? DecodeValue(string value, out List<TransactionForm>? forms) =>
        GoBody.DecodeList(Encoding.UTF8.GetBytes("[{\"KV\":{\"Value\":" + value + "}}]"), TransactionForm.Shape, out forms);

    [Fact]
    public void Durations_AreTextsOrNanoseconds()
    {
        Assert.Null(Decode("""{"Checks":[{"TTL":"1m"},{"TTL":60000000000}]}""", out var form));
        Assert.All(form!.Checks, static check => Assert.Equal(60_000_000_000, check.Ttl));
    }

    [Fact]
    public void Deep_IsRefused() => Assert.NotNull(Decode(string.Concat(Enumerable.Repeat("[", 10_000)), out _));

    private static string? Decode(string body, out ServiceForm? form) => GoBody.Decode(Encoding.UTF8.GetBytes(body), ServiceForm.Shape, out form);
}
