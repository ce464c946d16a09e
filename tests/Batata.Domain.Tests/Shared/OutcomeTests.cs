using Batata.Domain.Shared;

namespace Batata.Domain.Tests.Shared;

public sealed class OutcomeTests
{
    private static readonly Failure Failure = new(FailureKind.NotFound, "x.not_found", "not there");

    [Fact]
    public void Value_OfAFailure_IsABug() => Assert.Throws<InvalidOperationException>(() => Outcome<int>.Refused(Failure).Value);

    [Fact]
    public void Map_ChangesValuesAndKeepsFailures()
    {
        Assert.Equal("4", Outcome<int>.Of(4).Map(static v => $"{v}").Value);
        Assert.Same(Failure, Outcome<int>.Refused(Failure).Map(static v => $"{v}").Failure);
    }

    [Fact]
    public void Conversions_MakeOutcomes()
    {
        Outcome<int> value = 3;
        Outcome<int> failure = Failure;
        Assert.True(value.Ok);
        Assert.False(failure.Ok);
    }
}
