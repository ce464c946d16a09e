using Batata.Host.Settings;
using FsCheck;
using FsCheck.Xunit;

namespace Batata.Host.Tests.Settings;

public sealed class NearestKeyTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("port", "prot", 1)]
    [InlineData("port", "ports", 1)]
    [InlineData("port", "sort", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_CountsSlips(string a, string b, int expected) => Assert.Equal(expected, NearestKey.Distance(a, b));

    [Property]
    public bool Distance_IsTheSameBothWays_AndZeroOnlyForTheSame(NonNull<string> a, NonNull<string> b)
    {
        var distance = NearestKey.Distance(a.Get, b.Get);
        return distance == NearestKey.Distance(b.Get, a.Get) && distance <= Math.Max(a.Get.Length, b.Get.Length) && (distance == 0) == (a.Get == b.Get);
    }

    [Property]
    public bool RelaxedKey_OfARelaxedKey_IsItself(NonNull<string> key) => RelaxedKey.Of(RelaxedKey.Of(key.Get)) == RelaxedKey.Of(key.Get);
}
