namespace Omni2.Web.Identity;

/// <summary>A user as every decision sees them: read from their row, never from a token.</summary>
internal sealed record Person(int Id, string Email, string FullName, string Role, Rights Rights, bool Active, string SecurityStamp)
{
    /// <summary>An inactive person has no right at all.</summary>
    public bool May(Rights right) => Active && (Rights & right) == right;
}
