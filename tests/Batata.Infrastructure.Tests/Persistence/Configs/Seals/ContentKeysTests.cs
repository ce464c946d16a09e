using Batata.Infrastructure.Persistence.Configs.Seals;

namespace Batata.Infrastructure.Tests.Persistence.Configs.Seals;

public sealed class ContentKeysTests
{
    [Fact]
    public void Parse_TakesLinesAndCommas_TheNewestLast()
    {
        var keys = ContentKeys.Parse($"# old\n{SealedStore.K1}\r\n\n , {SealedStore.K2},\n", out var problem);
        Assert.Null(problem);
        Assert.Equal(["k1", "k2"], keys.Select(static key => key.Id));
    }

    [Theory]
    [InlineData("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "key 1 has no id")]
    [InlineData("a b:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "key 1 has no id")]
    [InlineData("k1:c2hvcnQ=", "the key k1 must be Base64 of 32 bytes")]
    [InlineData("k1:***", "the key k1 must be Base64 of 32 bytes")]
    [InlineData("k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,k1:YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=", "the key k1 is there twice")]
    public void Parse_OfWhatIsNoKey_SaysWhy(string text, string why) => Assert.StartsWith(why, ContentKeys.Problem(text), StringComparison.Ordinal);
}
