using System.Text;
using Batata.Infrastructure.Agents.Checks;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class OutputTailTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 3)]
    [InlineData(10, 25)]
    [InlineData(4096, 700)]
    [InlineData(4096, 4096)]
    [InlineData(4096, 9000)]
    [InlineData(1, 2)]
    public void TheLastBytes_AreKept_HoweverTheyCome(int size, int step)
    {
        var all = new StringBuilder();
        var tail = new OutputTail(size);
        for (var i = 0; all.Length < 3 * size; i++)
        {
            var part = string.Concat(Enumerable.Range(i, step).Select(static n => (char)('a' + (n % 26))));
            all.Append(part);
            tail.Write(Encoding.UTF8.GetBytes(part));
            var text = all.ToString();
            Assert.Equal(text.Length <= size ? text : text[^size..], tail.ToString());
            Assert.Equal(text.Length, tail.Written);
        }
    }
}
