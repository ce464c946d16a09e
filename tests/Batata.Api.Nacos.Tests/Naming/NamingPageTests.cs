using System.Text;
using System.Text.Json;
using Batata.Api.Nacos.Naming;

namespace Batata.Api.Nacos.Tests.Naming;

public sealed class NamingPageTests
{
    private static readonly int[] Seven = [1, 2, 3, 4, 5, 6, 7];

    [Theory]
    [InlineData(1, 3, new[] { 1, 2, 3 })]
    [InlineData(3, 3, new[] { 7 })]
    [InlineData(4, 3, new int[0])]
    [InlineData(0, 3, new[] { 1, 2, 3 })]
    [InlineData(int.MaxValue, int.MaxValue, new int[0])]
    [InlineData(1, 0, new int[0])]
    public void Cut_GivesThePage(int number, int size, int[] expected) => Assert.Equal(expected, new NamingPage(number, size).Cut(Seven));

    /// <summary>Nacos counts one page too many when the last one is full.</summary>
    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(4, 3, 2)]
    public void Write_CountsPagesAsNacosDoes(int total, int size, int pages)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) new NamingPage(9, size).Write(json, total, Array.Empty<int>(), static (item, value) => item.WriteNumberValue(value));
        Assert.Equal($$"""{"totalCount":{{total}},"pageNumber":9,"pagesAvailable":{{pages}},"pageItems":[]}""", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
