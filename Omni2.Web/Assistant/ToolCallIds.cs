using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Ids of tool calls that are unique within a turn: some servers leave them out, and some begin anew with every answer.</summary>
internal sealed partial class ToolCallIds(IEnumerable<ChatMessage> turn)
{
    private readonly HashSet<string> _taken = new(
        turn.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.CallId), StringComparer.Ordinal);

    public static string New() => $"call_{Guid.NewGuid():N}";

    /// <summary>The call as it is, or with an id made up here.</summary>
    public FunctionCallContent WithUniqueId(FunctionCallContent call)
    {
        if (Usable().IsMatch(call.CallId) && _taken.Add(call.CallId))
        {
            return call;
        }

        var id = New();
        _taken.Add(id);
        return new(id, call.Name, call.Arguments) { Exception = call.Exception, AdditionalProperties = call.AdditionalProperties };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usable();
}
