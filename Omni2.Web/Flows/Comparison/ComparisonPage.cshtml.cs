using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Flows.Comparison;

/// <summary>Two to four stored flows side by side, for their own people and for the right <c>analytics</c>.</summary>
public sealed class ComparisonPageModel : PageModel
{
    private readonly Recordings _recordings;

    public ComparisonPageModel(IServiceProvider services) => _recordings = services.GetRequiredService<Recordings>();

    internal ComparisonRequest Asked { get; private set; } = ComparisonRequest.Read([]);

    internal FlowComparison? Comparison { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Asked = ComparisonRequest.Read(Request.Query["session"]);
        if (Asked.IsBad)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var found = await ReadAsync(Asked.Sessions, cancellationToken);
        Guid[] missing = [.. Asked.Sessions.Where(id => !found.ContainsKey(id))];
        if (missing.Length > 0)
        {
            (Asked, Response.StatusCode) = (Asked.Without(missing), StatusCodes.Status404NotFound);
        }
        else if (found.Count >= ComparisonRequest.FewestFlows)
        {
            Comparison = FlowComparison.Of([.. Asked.Sessions.Select((id, index) => new ComparedFlow(ComparedFlow.LabelOf(index), found[id].Email, found[id].Sessions[0]))]);
        }
    }

    private async Task<Dictionary<Guid, Recording>> ReadAsync(IEnumerable<Guid> sessions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Recording>();
        foreach (var id in sessions)
        {
            if (await _recordings.OfSessionAsync(id, HttpContext.Person(), cancellationToken) is { } recording)
            {
                found.Add(id, recording);
            }
        }

        return found;
    }
}
