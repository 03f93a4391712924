using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Access;
using Omni2.Web.Identity;

namespace Omni2.Web.Chat;

/// <summary>Which tools the model may use for the person who chats, and which servers cannot be reached now.</summary>
[Authorize(Policy = Policies.Chat)]
public sealed class ToolListModel : PageModel
{
    private readonly IToolCatalogue _catalogue;
    private readonly RolePolicies _policies;

    public ToolListModel(IServiceProvider services)
    {
        _catalogue = services.GetRequiredService<IToolCatalogue>();
        _policies = services.GetRequiredService<RolePolicies>();
    }

    internal IReadOnlyList<IGrouping<string, CatalogueTool>> Tools { get; private set; } = [];

    internal IReadOnlyList<CatalogueServer> Unavailable { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var policy = await _policies.OfAsync(HttpContext.Person().Role, cancellationToken);
        Tools = [.. ToolChoices.Permitted(policy, _catalogue.Tools).GroupBy(tool => tool.Server, StringComparer.Ordinal)];
        Unavailable = [.. _catalogue.Servers.Where(server => server.State != CatalogueServer.Connected && policy.Server(server.Name).Allowed)];
    }
}
