using Batata.Domain.Identity;

namespace Batata.Domain.Tests.Identity;

public sealed class ResourcePatternTests
{
    [Theory]
    [InlineData("public:G:config/a.yaml", "public:G:config/a.yaml", true)]
    [InlineData("public:G:config/a.yaml", "public:G:config/axyaml", false)] // a regular expression in Nacos
    [InlineData("public:G:config/a.yaml", "public:G:config/a.yaml.bak", false)]
    [InlineData("public:G:config/a.yaml", "xpublic:G:config/a.yaml", false)]
    [InlineData("public:*:*", "public:G:config/a", true)]
    [InlineData("public:*:*", "public2:G:config/a", false)]
    [InlineData(":*:naming/*", "public:G:naming/s", true)]
    [InlineData(":*:naming/*", "dev:G:naming/s", false)]
    [InlineData("*", "dev:G:naming/s", true)]
    [InlineData("*:*:*", "naming/switches", false)]
    [InlineData("*", "naming/switches", true)]
    [InlineData("dev:G:config/a*", "dev:G:config/a", true)]
    [InlineData("dev:*G*:config/*b*", "dev:xGy:config/abc", true)]
    [InlineData("dev:*G*:config/*b*", "dev:xy:config/abc", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*b", "ab", false)]
    [InlineData("**", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("Public:*:*", "public:G:config/a", false)]
    public void Matches_TakesTheWholeText_AndTheStarAlone(string pattern, string resource, bool expected) =>
        Assert.Equal(expected, new ResourcePattern(pattern).Matches(resource));

    [Fact]
    public void Matches_WithManyStars_IsQuick()
    {
        var pattern = new ResourcePattern(string.Concat(Enumerable.Repeat("*a", 200)) + "b");

        Assert.False(pattern.Matches(new string('a', 10_000)));
    }

    [Theory]
    [InlineData("r", true, false)]
    [InlineData("w", false, true)]
    [InlineData("rw", true, true)]
    [InlineData("read", true, false)]
    [InlineData("x", false, false)]
    public void Action_GrantsWhatItsLettersSay(string action, bool read, bool write)
    {
        var permission = new RolePermission("role", "*", action);

        Assert.Equal((read, write), (permission.GrantsRead, permission.GrantsWrite));
    }

    [Theory]
    [InlineData(72, 'a', false)]
    [InlineData(73, 'a', true)]
    [InlineData(36, 'ü', false)]
    [InlineData(37, 'ü', true)]
    public void Password_IsTooLong_OverSeventyTwoBytes(int length, char letter, bool expected) => Assert.Equal(expected, PasswordRules.IsTooLong(new string(letter, length)));
}
