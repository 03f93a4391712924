using System.Text;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>Puts the tool calls of one answer together from their pieces, which may come interleaved.</summary>
internal sealed class StreamedToolCalls
{
    /// <summary>How many calls of one answer count; what comes behind is dropped.</summary>
    public const int Most = 64;

    private readonly List<PendingCall> _calls = [];
    private readonly Dictionary<long, PendingCall> _openAt = [];

    /// <param name="index">Which call of the answer, in the server's counting.</param>
    /// <param name="id">Null or empty in all but the first piece, or always.</param>
    /// <param name="name">Null or empty in all but the first piece.</param>
    /// <param name="arguments">The next characters of the arguments.</param>
    public ToolCallProgress Add(long index, string? id, string? name, string arguments)
    {
        var (callId, toolName) = (EscapedSurrogates.Restore(id ?? ""), EscapedSurrogates.Restore(name ?? ""));
        CallAt(index, callId, toolName)?.Add(callId, toolName, EscapedSurrogates.Restore(arguments));
        return new(toolName.Length + arguments.Length);
    }

    /// <summary>The calls, which are whole now, in the order in which they began.</summary>
    public IReadOnlyList<FunctionCallContent> Take()
    {
        List<FunctionCallContent> calls = [.. _calls.Select(call => call.Whole())];
        _calls.Clear();
        _openAt.Clear();
        return calls;
    }

    private PendingCall? CallAt(long index, string id, string name)
    {
        if (_openAt.TryGetValue(index, out var open) && !open.IsFollowedBy(id, name))
        {
            return open;
        }

        _openAt.Remove(index);
        if (_calls.Count == Most || (id.Length == 0 && name.Length == 0))
        {
            return null;
        }

        var call = new PendingCall();
        _calls.Add(call);
        _openAt.Add(index, call);
        return call;
    }

    private sealed class PendingCall
    {
        private readonly StringBuilder _arguments = new();
        private string _id = "";
        private string _name = "";

        /// <summary>Some servers count every call as their first: another name, or a name with another id, begins the next one.</summary>
        public bool IsFollowedBy(string id, string name) =>
            name.Length > 0 && _name.Length > 0 && (id.Length > 0 && _id.Length > 0 ? id != _id : name != _name);

        public void Add(string id, string name, string arguments)
        {
            // Some servers repeat both in every piece.
            _id = _id.Length > 0 ? _id : id;
            _name = _name.Length > 0 ? _name : name;
            if (_arguments.Length <= ToolCallArguments.MostBytes)
            {
                _arguments.Append(arguments);
            }
        }

        public FunctionCallContent Whole() => ToolCallArguments.Call(_id, TextCleaner.CleanWhole(_name), _arguments.ToString());
    }
}
