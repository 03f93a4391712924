using System.Text.Json.Nodes;
using Omni2.Web.Flows;

namespace Omni2.Web.Chat.Tools;

/// <summary>Where a turn leaves its checkpoints; tool calls that run at the same time do so one after the other.</summary>
internal sealed class TurnTrace(FlowRecorder recorder, FlowSession session)
{
    private readonly Lock _gate = new();

    public FlowSessionHead Head => session.Head;

    public void Record(FlowEventType type, JsonObject data)
    {
        lock (_gate)
        {
            recorder.Record(session, type, data);
        }
    }
}
