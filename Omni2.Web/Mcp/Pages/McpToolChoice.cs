namespace Omni2.Web.Mcp.Pages;

/// <summary>Whether the person is asked before a tool is called, as a choice.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Tool">The tool as it is known now.</param>
/// <param name="Id">Of the element.</param>
/// <param name="IsSaved">It was just stored.</param>
internal sealed record McpToolChoice(string Server, McpToolView Tool, string Id, bool IsSaved)
{
    public const string AsTheServerSays = "server";
    public const string Always = "always";
    public const string Never = "never";

    public string Chosen => Tool.AsksFirstSetting switch { null => AsTheServerSays, true => Always, false => Never };
}
