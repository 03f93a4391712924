using AngleSharp.Html.Parser;
using Omni2.Web.Conversations;

namespace Omni2.Web.Tests.Hostile;

/// <summary>What a model says is Markdown that somebody else may have thought of.</summary>
public sealed class MarkdownTests
{
    private const int Length = 16_000;

    public static TheoryData<string> Repeated() =>
        [">", "> ", "- ", "* ", "  * a\n", "[", "![", "](", "[a](", "*", "**a ", "_", "`", "~~", "<", "<a href=", "&", "|", "| a |\n|-|\n", "#", "\\", "http://", "[^", "\t", "1. ", "- [ ] ", "\0"];

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Whatever_is_repeated_is_rendered_or_shown_as_it_was_written(string part)
    {
        var markdown = string.Concat(Enumerable.Repeat(part, Length / part.Length)) + "owl";

        var html = new MarkdownText().ToHtml(markdown).Value!;

        html.ShouldContain("owl");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt&#58;alert(1))")]
    [InlineData("[x](java\nscript:alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://evil.example/seen.png)")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[x](https://a.example \"\\\" onclick=alert(1) \\\"\")")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("| a |\n|:-:|\n| <svg onload=alert(1)> |")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    public void Nothing_runs_and_nothing_is_loaded(string markdown)
    {
        var html = new MarkdownText().ToHtml(markdown).Value!;

        using var page = new HtmlParser().ParseDocument(html);
        page.QuerySelectorAll("script, img, svg, iframe, style, object").ShouldBeEmpty();
        var attributes = page.All.SelectMany(element => element.Attributes).ToArray();
        attributes.ShouldAllBe(attribute => !attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) && attribute.Name != "style");
        attributes.Where(attribute => attribute.Name == "href").ShouldAllBe(link => link.Value.StartsWith("http", StringComparison.Ordinal));
    }
}
