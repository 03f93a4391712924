namespace Omni2.Web.Flows;

/// <summary>A stored flow, or those of one conversation, as somebody looks back at it.</summary>
/// <param name="Email">Of the person whose messages these are.</param>
/// <param name="Sessions">In the order in which they began; one that has recorded nothing yet has no events.</param>
/// <param name="LeftOut">How many earlier sessions there are besides.</param>
internal sealed record Recording(string Email, IReadOnlyList<FlowSessionView> Sessions, int LeftOut)
{
    public int EventCount => Sessions.Sum(session => session.Events.Count);
}
