using System.Text.RegularExpressions;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"a\0b", "a\uFFFDb")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"a\ud83d", "a\uFFFD")]
    [InlineData(@"\ude00a", "\uFFFDa")]
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData("", "")]
    public void Text_is_well_formed_afterwards_however_it_is_cut(string escaped, string expected)
    {
        // Attributes are stored as UTF-8, which has no lone surrogates.
        var text = Regex.Unescape(escaped);
        TextCleaner.CleanWhole(text).ShouldBe(expected);
        var cleaner = new TextCleaner();
        var cleaned = string.Concat(text.Select(unit => cleaner.Clean(unit.ToString())));
        (cleaned + cleaner.Flush()).ShouldBe(expected);
    }

    [Fact]
    public void Half_a_character_waits_for_the_other_half()
    {
        var cleaner = new TextCleaner();

        cleaner.Clean("a\ud83d").ShouldBe("a");
        cleaner.Clean("").ShouldBe("");
        cleaner.Clean("\ude00").ShouldBe("😀");
        cleaner.Flush().ShouldBe("");
    }
}
