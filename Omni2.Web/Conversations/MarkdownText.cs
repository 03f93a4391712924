using System.Text.Encodings.Web;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Omni2.Web.Conversations;

/// <summary>An answer's Markdown as safe HTML: no raw HTML, links only to the web and to mail, no pictures from elsewhere.</summary>
internal sealed class MarkdownText
{
    private static readonly string[] SafeSchemes = ["http", "https", "mailto"];

    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoLinks()
        .UseTaskLists()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    public HtmlString ToHtml(string markdown)
    {
        try
        {
            return Rendered(markdown);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser goes: it is shown as it was written.
            return new HtmlString($"<p>{HtmlEncoder.Default.Encode(markdown)}</p>");
        }
    }

    private HtmlString Rendered(string markdown)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            Tame(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
        {
            TameAutolink(link);
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            // The page's own headings come first: an answer's begin below them.
            heading.Level = Math.Min(6, heading.Level + 2);
        }

        foreach (var table in document.Descendants<Table>())
        {
            Align(table);
        }

        using var html = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(html);
        _pipeline.Setup(renderer);
        renderer.Render(document);
        return new HtmlString(html.ToString());
    }

    // The renderer writes alignment as a style attribute, which the Content-Security-Policy blocks.
    private static void Align(Table table)
    {
        var columns = table.ColumnDefinitions.ConvertAll(column => column.Alignment);
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < Math.Min(row.Count, columns.Count); i++)
            {
                if (columns[i] is { } alignment)
                {
                    row[i].GetAttributes().AddPropertyIfNotExist("align", alignment == TableColumnAlign.Right ? "right" : alignment == TableColumnAlign.Center ? "center" : "left");
                }
            }
        }

        table.ColumnDefinitions.ForEach(column => column.Alignment = null);
    }

    private static void Tame(LinkInline link)
    {
        if (link.IsImage || !IsSafe(link.Url))
        {
            // A picture would tell its server that the answer was read; its text stays as words.
            var text = new ContainerInline();
            link.MoveChildrenAfter(link);
            link.ReplaceBy(text, copyChildren: false);
            return;
        }

        Harden(link.GetAttributes());
    }

    private static void TameAutolink(AutolinkInline link)
    {
        if (!link.IsEmail && !IsSafe(link.Url))
        {
            link.ReplaceBy(new LiteralInline(link.Url));
            return;
        }

        Harden(link.GetAttributes());
    }

    private static void Harden(HtmlAttributes attributes)
    {
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
        attributes.AddPropertyIfNotExist("target", "_blank");
    }

    private static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && Array.Exists(SafeSchemes, scheme => string.Equals(uri.Scheme, scheme, StringComparison.OrdinalIgnoreCase));
}
