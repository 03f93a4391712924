namespace Omni2.Web.Conversations.Export;

/// <summary>A form in which what was found leaves the product.</summary>
/// <param name="Name">In addresses, and the ending of the file.</param>
/// <param name="Label">For people.</param>
/// <param name="ContentType">RFC 8259, JSON Lines, RFC 4180.</param>
internal sealed record ExportFormat(string Name, string Label, string ContentType)
{
    public static readonly ExportFormat Json = new("json", "JSON", "application/json");
    public static readonly ExportFormat JsonLines = new("jsonl", "JSON Lines", "application/jsonl");
    public static readonly ExportFormat Csv = new("csv", "CSV", "text/csv; charset=utf-8; header=present");

    public static readonly IReadOnlyList<ExportFormat> All = [Json, JsonLines, Csv];
}

/// <summary>Where the same search is exported, by the name of a format.</summary>
internal sealed record ExportLinks(Func<string, string> UrlOf);
