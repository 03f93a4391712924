namespace Omni2.Web.Access.Management;

/// <summary>A select of roles.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Roles">Their names.</param>
/// <param name="Chosen">The one that is chosen.</param>
/// <param name="Empty">The words for none; null when one must be chosen.</param>
/// <param name="Error">Beside it.</param>
internal sealed record RoleChoice(string Label, IReadOnlyList<string> Roles, string? Chosen, string? Empty = null, string? Error = null);
