using System.Globalization;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Application.Tests.Naming;

public sealed class InstanceIdsTests
{
    private static readonly ServiceKey Service = new("public", "g", "s");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly InstanceIds _ids;

    public InstanceIdsTests() => _ids = new InstanceIds(_clock);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("simple")]
    public void Assign_SimpleOrNothing_IsMadeOfTheAddress(string? generator)
    {
        var assigned = _ids.Assign(At(generator is null ? Metadata.Empty : Metadata.Of(("preserved.instance.id.generator", generator))), Service).Value;
        Assert.Equal("1.2.3.4#80#c#g@@s", assigned.IdIn(Service));
    }

    [Fact]
    public void Assign_IdOfTheClient_IsKept() =>
        Assert.Equal("mine", _ids.Assign(At(Snowflake) with { GivenId = "mine" }, Service).Value.IdIn(Service));

    [Fact]
    public void Assign_UnknownGenerator_IsRefused() => Assert.Equal(
        NamingFailures.IdGeneratorCode, _ids.Assign(At(Metadata.Of(("preserved.instance.id.generator", "unheard-of"))), Service).Failure!.Code);

    [Fact]
    public void Assign_Snowflake_IsANumberThatGrowsAlsoWhileTheClockStands()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000) _clock.Advance(TimeSpan.FromMilliseconds(1));
            var parts = _ids.Assign(At(Snowflake), Service).Value.IdIn(Service)!.Split('#', 2);
            Assert.Equal("c#g@@s", parts[1]);
            numbers.Add(long.Parse(parts[0], CultureInfo.InvariantCulture));
        }
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    private static Metadata Snowflake { get; } = Metadata.Of(("preserved.instance.id.generator", "snowflake"));

    private static Instance At(Metadata metadata) => new() { Ip = "1.2.3.4", Port = 80, ClusterName = "c", Metadata = metadata };
}
