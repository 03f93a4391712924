using Microsoft.Extensions.AI;

namespace Omni2.Web.Assistant;

/// <summary>A piece of a tool call has come. The call itself follows when it is whole; this counts for the limits until then.</summary>
internal sealed class ToolCallProgress(int characters) : AIContent
{
    public int Characters { get; } = characters;
}
