using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Api.Nacos.Tests.Push;

public sealed class ListeningConfigsTests
{
    private const string W = "\u0002";
    private const string E = "\u0001";

    [Fact]
    public void TryParse_OldAndNewClients()
    {
        Assert.True(ListeningConfigs.TryParse($"a{W}G{W}m1{E}b{W}H{W}{W}t{E}", out var entries));
        Assert.Equal([new ListeningConfig("a", "G", "m1", null), new ListeningConfig("b", "H", "", "t")], entries);
    }

    [Fact]
    public void TryParse_TheSameConfigTwice_TheLastCounts()
    {
        Assert.True(ListeningConfigs.TryParse($"a{W}G{W}m1{E}a{W}G{W}m2{W}public{E}", out var entries));
        Assert.Equal(new ListeningConfig("a", "G", "m2", "public"), Assert.Single(entries));
    }

    [Theory]
    [InlineData($"a{E}")]
    [InlineData($"a{W}G{E}")]
    [InlineData($"a{W}G{W}m{W}t{W}x{E}")]
    [InlineData($"{W}G{W}m{E}")]
    [InlineData($"a{W}{W}m{E}")]
    [InlineData($"{E}")]
    [InlineData($"a{W}G{W}m{E}{E}")]
    [InlineData($"a{W}G{W}m{E}rest")]
    [InlineData("a")]
    public void TryParse_WhatIsNoEntry_IsRefused(string text) => Assert.False(ListeningConfigs.TryParse(text, out _));

    [Fact]
    public void TryParse_LastEntryWithoutItsEnd_IsNotRead()
    {
        Assert.True(ListeningConfigs.TryParse($"a{W}G{W}m{E}b{W}G{W}m", out var entries));
        Assert.Single(entries);
    }

    [Fact]
    public void TryParse_AtMostTenThousand()
    {
        static string Entries(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}{W}G{W}{E}"));
        Assert.True(ListeningConfigs.TryParse(Entries(10_000), out var entries));
        Assert.Equal(10_000, entries.Count);
        Assert.False(ListeningConfigs.TryParse(Entries(10_001), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("%zz")]
    [InlineData("%20")]
    public void Decode_NothingOfUse_IsNull(string? field) => Assert.Null(ListeningConfigs.Decode(field));

    [Property(MaxTest = 2000, Arbitrary = [typeof(Polls)])]
    public bool AnyText_IsReadOrRefused_NeverThrows(Text text)
    {
        var parameters = new NacosParameters();
        parameters.Add(ListeningConfigs.Field, text.Value);
        ListeningConfigs.Check(parameters);
        return ListeningConfigs.Decode(text.Value) is not { } decoded
            || !ListeningConfigs.TryParse(decoded, out var entries)
            || entries.All(e => !string.IsNullOrWhiteSpace(e.DataId) && !string.IsNullOrWhiteSpace(e.Group));
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(Polls)])]
    public bool WhatIsRead_IsWhatWasWritten(Entry[] entries)
    {
        var distinct = entries.DistinctBy(e => e.Config.Key).Select(e => e.Config).ToList();
        var text = string.Concat(distinct.Select(c => c.DataId + W + c.Group + W + c.Md5 + (c.Tenant is null ? "" : W + c.Tenant) + E));
        return ListeningConfigs.TryParse(text, out var read) && read.SequenceEqual(distinct);
    }

    public sealed record Text(string Value);

    public sealed class Entry
    {
        internal ListeningConfig Config { get; init; }
    }

    /// <summary>Texts that are nearly polls, and entries that are some.</summary>
    public static class Polls
    {
        public static Arbitrary<Text> Texts() => Gen.Elements("a", "G", "t t", "/", W, E, "%", "%02", "%2", "+", "\0", "\uD800", "日", "", new string('d', 300))
            .ListOf().Select(parts => new Text(string.Concat(parts))).ToArbitrary();

        public static Arbitrary<Entry> Entries() =>
        (
            from dataId in Gen.Elements("a", "b.yml", "c:d", "e-f")
            from @group in Gen.Elements("G", "H")
            from md5 in Gen.Elements("", "900150983cd24fb0d6963f7d28e17f72")
            from tenant in Gen.Elements(null, "t", "public")
            select new Entry { Config = new ListeningConfig(dataId, @group, md5, tenant) }
        ).ToArbitrary();
    }
}
