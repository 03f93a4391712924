using System.Text;
using Omni2.Web.Live;

namespace Omni2.Web.Tests.Live;

public sealed class CloseReasonTests
{
    [Theory]
    [InlineData("a", 123, 123)]
    [InlineData("a", 124, 123)]
    [InlineData("é", 62, 61)]
    [InlineData("€", 41, 41)]
    [InlineData("€", 42, 41)]
    [InlineData("\U0001F989", 31, 30)]
    public void A_reason_is_cut_between_characters_to_what_a_close_frame_holds(string character, int length, int left)
    {
        var reason = string.Concat(Enumerable.Repeat(character, length));

        var cut = LiveSocket.Cut(reason);

        cut.ShouldBe(string.Concat(Enumerable.Repeat(character, left)));
        Encoding.UTF8.GetByteCount(cut).ShouldBeLessThanOrEqualTo(123);
    }

    [Fact]
    public void A_short_reason_stays_as_it_is()
    {
        const string Reason = "monitoring ended";

        LiveSocket.Cut(Reason).ShouldBeSameAs(Reason);
    }
}
