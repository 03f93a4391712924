using Microsoft.Extensions.Options;
using Omni2.Web.Mcp;

namespace Omni2.Web.Chat.Tools;

/// <summary>What every turn with tools uses.</summary>
internal sealed record ToolServices(IMcpTools Tools, PermittedTools Permitted, ToolCallStore Store, IOptions<TurnOptions> Options, TimeProvider Time);
