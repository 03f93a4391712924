using Microsoft.Extensions.AI;
using Omni2.Web.Access;

namespace Omni2.Web.Chat.Tools;

/// <summary>The tools of one message.</summary>
/// <param name="Declarations">As the model is told of them.</param>
/// <param name="ByModelName">The tool behind each of the model's names.</param>
/// <param name="Servers">Granted servers that are registered, by name.</param>
/// <param name="Unavailable">Those of them that cannot be used now.</param>
/// <param name="Permitted">How many tools are permitted; the model is told of the first <see cref="PermittedTools.MostGiven"/>.</param>
/// <param name="Hidden">How many tools there are that are not.</param>
internal sealed record TurnTools(
    IReadOnlyList<AIFunctionDeclaration> Declarations,
    IReadOnlyDictionary<string, CatalogueTool> ByModelName,
    IReadOnlyList<string> Servers,
    IReadOnlyList<string> Unavailable,
    int Permitted,
    int Hidden);
