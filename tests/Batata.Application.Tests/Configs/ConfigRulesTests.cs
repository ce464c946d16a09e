using Batata.Application.Configs;
using Batata.Domain.Configs;
using FluentValidation;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;

namespace Batata.Application.Tests.Configs;

/// <summary>Texts are those of Nacos 3.1 <c>ParamUtils</c>: clients show them.</summary>
public sealed class ConfigRulesTests
{
    private static readonly PublishConfig Good = new(ConfigKey.Of("d", "g", null), "text", ConfigDescription.None, new ConfigAuthor(null, null));
    private static readonly PublishConfigValidator Validator = new(Options.Create(new ConfigOptions { MaxContentChars = 10 }));

    [Theory]
    [InlineData("a.B-c_d:9", true)]
    [InlineData("配置é", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a+b", false)]
    [InlineData("a*", false)]
    [InlineData("a\u0001", false)]
    [InlineData("😀", false)]
    public void IsLegalName_KnowsLettersDigitsAndFourMarks(string? name, bool legal) => Assert.Equal(legal, ConfigRules.IsLegalName(name));

    [Theory]
    [InlineData("", "g", "public", "invalid dataId : ")]
    [InlineData("d", "", "public", "invalid group : ")]
    [InlineData("d", "g g", "public", "invalid group : g g")]
    [InlineData("d", "g", "t t", "invalid tenant")]
    public void Key_WithIllegalParts_IsRefused(string dataId, string group, string tenant, string problem) =>
        AssertRefused(Good with { Key = new ConfigKey(tenant, group, dataId) }, problem);

    [Fact]
    public void Key_LongerThanItsColumns_IsRefused()
    {
        AssertTaken(Good with { Key = new ConfigKey(Long(128), Long(128), Long(256)) });
        AssertRefused(Good with { Key = new ConfigKey("t", "g", Long(257)) }, "too long dataId, over 256");
        AssertRefused(Good with { Key = new ConfigKey("t", Long(129), "d") }, "too long group, over 128");
        AssertRefused(Good with { Key = new ConfigKey(Long(129), "g", "d") }, "too long tenant, over 128");
    }

    [Theory]
    [InlineData(null, "content is blank : ")]
    [InlineData("", "content is blank : ")]
    [InlineData(" \n", "content is blank :  \n")]
    [InlineData("01234567890", "invalid content, over 10")]
    public void Content_BlankOrTooLong_IsRefused(string? content, string problem) => AssertRefused(Good with { Content = content }, problem);

    [Fact]
    public void Content_IsCountedInUtf16Units()
    {
        AssertTaken(Good with { Content = "😀😀😀😀😀" });
        AssertRefused(Good with { Content = "😀😀😀😀😀!" }, "invalid content, over 10");
    }

    [Fact]
    public void Description_OverItsLimits_IsRefused()
    {
        AssertTaken(Describe(new ConfigDescription(Long(128), Long(32), Long(128), Long(32), Long(32), Long(32768), [Long(64), "b", "c", "d", "e"])));
        AssertRefused(Describe(ConfigDescription.None with { Tags = ["a", "b", "c", "d", "e", "f"] }), "too much config_tags, over 5");
        AssertRefused(Describe(ConfigDescription.None with { Tags = ["a", Long(65)] }), "too long tag, over 64");
        AssertRefused(Describe(ConfigDescription.None with { Desc = Long(129) }), "too long desc, over 128");
        AssertRefused(Describe(ConfigDescription.None with { Use = Long(33) }), "too long use, over 32");
        AssertRefused(Describe(ConfigDescription.None with { Effect = Long(33) }), "too long effect, over 32");
        AssertRefused(Describe(ConfigDescription.None with { Schema = Long(32769) }), "too long schema, over 32768");
        AssertRefused(Describe(ConfigDescription.None with { AppName = Long(129) }), "too long appName, over 128");
        AssertRefused(Good with { Author = new ConfigAuthor(Long(129), null) }, "too long src_user, over 128");
        AssertRefused(Good with { EncryptedDataKey = Long(1025) }, "too long encryptedDataKey, over 1024");
    }

    [Fact]
    public void Problems_OfDescriptions_HaveTheirOwnCode()
    {
        Assert.Equal(ConfigFailures.InvalidDescriptionCode, Validator.Validate(Describe(ConfigDescription.None with { Use = Long(33) })).Errors[0].ErrorCode);
        Assert.Equal(ConfigFailures.InvalidCode, Validator.Validate(Good with { Content = "" }).Errors[0].ErrorCode);
    }

    [Fact]
    public void Gray_WithIllegalRule_IsRefused()
    {
        var validator = new PublishGrayConfigValidator(Options.Create(new ConfigOptions()));
        var good = new PublishGrayConfig(Good.Key, new TagRule(Long(16)), "text", ConfigDescription.None, Good.Author);
        AssertTaken(good, validator);
        AssertTaken(good with { Rule = new BetaRule("1.1.1.1, any text") }, validator);
        AssertRefused(good with { Rule = new TagRule("") }, "invalid tag : ", validator);
        AssertRefused(good with { Rule = new TagRule(Long(17)) }, "too long tag, over 16", validator);
        AssertRefused(good with { Rule = new BetaRule(Long(1025)) }, "too long betaIps, over 1024", validator);
        AssertRefused(good with { Content = "" }, "content is blank : ", validator);
    }

    [Property]
    public void Validator_NeverThrows(string? dataId, string? group, string? tenant, string? content, string? tag) =>
        Validator.Validate(Good with { Key = ConfigKey.Of(dataId ?? "", group ?? "", tenant), Content = content, Description = ConfigDescription.None with { Tags = [tag ?? ""] } });

    private static PublishConfig Describe(ConfigDescription description) => Good with { Description = description };

    private static string Long(int length) => new('x', length);

    private static void AssertTaken(PublishConfig request) => AssertTaken(request, Validator);

    private static void AssertTaken<T>(T request, IValidator<T> validator) => Assert.Empty(validator.Validate(request).Errors);

    private static void AssertRefused(PublishConfig request, string problem) => AssertRefused(request, problem, Validator);

    private static void AssertRefused<T>(T request, string problem, IValidator<T> validator) =>
        Assert.Equal(problem, Assert.Single(validator.Validate(request).Errors).ErrorMessage);
}
