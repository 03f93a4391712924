using Omni2.Web.Conversations.Reading;
using Omni2.Web.Flows;

namespace Omni2.Web.Conversations.View;

/// <summary>A session as the conversation view draws it.</summary>
/// <param name="Record">What was said and done.</param>
/// <param name="Number">Its place in the conversation, from 1; null for a single request.</param>
internal sealed record NumberedSession(SessionRecord Record, int? Number)
{
    public FlowSessionView Session { get; } = Record.Flow.Drawn();

    public string Heading => Number is { } number ? $"Message {number}" : "Single request";

    /// <summary>A member of the event that ended the session, or an empty text.</summary>
    public string Ending(string member) => Session.Events is [.., { Type.EndsSession: true } last] ? last.Text(member) : "";
}
