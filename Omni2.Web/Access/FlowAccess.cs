using Omni2.Web.Identity;

namespace Omni2.Web.Access;

/// <summary>Who may know of a conversation or a flow: its person, and who has <c>analytics</c>. What was written in it is another question (<see cref="ContentAccess"/>).</summary>
internal static class FlowAccess
{
    public static bool MayKnow(Person reader, int ownerId) => reader.Active && (reader.Id == ownerId || reader.May(Rights.Analytics));
}
