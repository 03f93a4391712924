using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Omni2.Web.Access;

namespace Omni2.Web.Chat.Tools;

/// <summary>The tools that a policy permits, made ready for the model once for all messages of the same policy.</summary>
internal sealed class PermittedTools(IToolCatalogue catalogue)
{
    /// <summary>What the vendors take in one request.</summary>
    public const int MostGiven = 128;

    private const int LongestDescription = 1024;

    // A catalogue that has changed is another list, and what was made of the old one goes with it.
    private readonly ConditionalWeakTable<IReadOnlyList<CatalogueTool>, ConcurrentDictionary<ToolPolicy, TurnTools>> _made = [];

    public TurnTools Of(ToolPolicy policy)
    {
        var (tools, servers) = (catalogue.Tools, catalogue.Servers);
        var made = _made.GetValue(tools, _ => new ConcurrentDictionary<ToolPolicy, TurnTools>(ReferenceEqualityComparer.Instance));
        var known = made.GetOrAdd(policy, asked => Make(asked, tools));
        CatalogueServer[] granted = [.. servers.Where(server => policy.Server(server.Name).Allowed)];
        return known with
        {
            Servers = [.. granted.Select(server => server.Name)],
            Unavailable = [.. granted.Where(server => server.State != CatalogueServer.Connected).Select(server => server.Name)],
        };
    }

    private static TurnTools Make(ToolPolicy policy, IReadOnlyList<CatalogueTool> tools)
    {
        var permitted = ToolChoices.Permitted(policy, tools);
        var named = ModelToolNames.Of(permitted.Take(MostGiven));
        return new TurnTools([.. named.Select(entry => Declaration(entry.Key, entry.Value))], named, [], [], permitted.Count, tools.Count - permitted.Count);
    }

    private static AIFunctionDeclaration Declaration(string name, CatalogueTool tool)
    {
        using var schema = JsonDocument.Parse(tool.InputSchema);
        var description = tool.Description.Length <= LongestDescription ? tool.Description : tool.Description[..LongestDescription];
        return AIFunctionFactory.CreateDeclaration(name, description, schema.RootElement.Clone());
    }
}
