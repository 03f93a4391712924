using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access.Roles;
using Omni2.Web.Identity;

namespace Omni2.Web.Access.Explained;

/// <summary>The decision about one tool for one role.</summary>
/// <param name="People">How many have the role.</param>
internal sealed record Caller(string Role, int People, AccessDecision Decision);

[Authorize(Policy = Policies.Admin)]
public sealed class AccessPageModel : PageModel
{
    private readonly AccessFactsReader _facts;
    private readonly AccessExplanations _explanations;
    private readonly RoleStore _roles;
    private readonly UserSearch _search;

    public AccessPageModel(IServiceProvider services)
    {
        _facts = services.GetRequiredService<AccessFactsReader>();
        _explanations = services.GetRequiredService<AccessExplanations>();
        _roles = services.GetRequiredService<RoleStore>();
        _search = services.GetRequiredService<UserSearch>();
    }

    internal AccessQuestion Asked { get; private set; } = new(null, null, null, null);

    internal IReadOnlyList<string> Roles { get; private set; } = [];

    internal AccessSubject? Subject { get; private set; }

    internal AccessAnswer? Answer { get; private set; }

    internal string? UserError { get; private set; }

    internal IReadOnlyList<Caller> Callers { get; private set; } = [];

    internal IReadOnlyList<CatalogueTool> Tools => _explanations.Tools;

    /// <summary>All of the answer, or the one that was asked for.</summary>
    internal IReadOnlyList<ToolAnswer> ShownTools =>
        Asked.Tool is null ? Answer!.Tools : [.. Answer!.Tools.Where(tool => tool.Mcp == Asked.Mcp && tool.Tool == Asked.Tool)];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = AccessQuestion.Read(Request.Query);
        var roles = await _roles.AllAsync(cancellationToken);
        Roles = [.. roles.Select(role => role.Name)];
        Asked = Asked with { Role = Roles.FirstOrDefault(role => role == Asked.Role) };
        if (Asked.User is not null)
        {
            await ExplainAsync(Asked.User, cancellationToken);
        }

        if (Asked is { Mcp: { } mcp, Tool: { } tool })
        {
            var people = await _roles.PeopleAsync(cancellationToken);
            Callers = [.. roles.Select(role => new Caller(
                role.Name, people.GetValueOrDefault(role.Name), ToolPolicyJson.Of(role.McpAccess, JsonSerializer.Serialize(role.ToolRestrictions)).Tool(mcp, tool)))];
        }
    }

    private async Task ExplainAsync(string user, CancellationToken cancellationToken)
    {
        var id = int.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (await _search.FindExactAsync(user, cancellationToken))?.Id;
        Subject = id is null ? null : await _facts.ReadAsync(id.Value, Asked.Role, cancellationToken);
        Answer = Subject is null ? null : _explanations.Of(Subject);
        UserError = Subject is null ? "Nobody has exactly this e-mail or id. Choose one of the suggestions." : null;
    }
}
