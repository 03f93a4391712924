using System.Text;
using Omni2.Web.Mcp.Connections;

namespace Omni2.Web.Tests.Mcp;

public sealed class BoundedStreamTests
{
    [Theory]
    [InlineData("Line", "12345678\n12345678\n12345678", true)]
    [InlineData("Line", "12345678\n123456789\n", false)]
    [InlineData("EmptyLine", "1234\n\n1234\r\n\r\n1234567\n", true)]
    [InlineData("EmptyLine", "1234\n1234\n", false)]
    [InlineData("Stream", "1234\n678", true)]
    [InlineData("Stream", "1234\n6789", false)]
    public async Task A_message_may_be_as_long_as_the_limit(string end, string text, bool fits)
    {
        foreach (var step in new[] { 1, 3, 100 })
        {
            await using var stream = new BoundedStream(new MemoryStream(Encoding.ASCII.GetBytes(text)), Enum.Parse<MessageEnd>(end), limit: 8);
            var read = async () =>
            {
                var buffer = new byte[step];
                while (await stream.ReadAsync(buffer) > 0)
                {
                    // Goes on.
                }
            };
            if (fits)
            {
                await read();
            }
            else
            {
                await read.ShouldThrowAsync<MessageTooLargeException>();
            }
        }
    }
}
