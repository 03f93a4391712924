using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>What a tool said, as the text that models are given.</summary>
internal static class ToolResultText
{
    public static string Of(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        JsonElement json => json.GetRawText(),
        TextContent content => content.Text,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
