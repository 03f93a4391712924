using System.Net.WebSockets;
using Omni2.Web.Flows;
using Omni2.Web.Identity;
using Omni2.Web.Live;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary>The two ways to watch a person's flow: JSON for programs, HTML fragments for the panels of Live Updates.</summary>
internal static class WatchEndpoints
{
    public static void MapWatching(this IEndpointRouteBuilder routes)
    {
        routes.Map("/api/v1/ws/flows/{userId:int}", WatchAsJsonAsync).ExcludeFromDescription();
        routes.Map("/ws/panels/{userId:int}", WatchAsPanelAsync).ExcludeFromDescription();
    }

    private static async Task WatchAsJsonAsync(HttpContext context, int userId, Watching watching)
    {
        if ((StatusOfRefusal(context) ?? (watching.Permits(context, userId) ? null : StatusCodes.Status403Forbidden)) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (!Handshake.IsInOrder(context))
        {
            return;
        }

        if (!TryAfter(context, out var after))
        {
            await MemberErrors.One("after", "'after' must be the node_id of a flow event.").ExecuteAsync(context);
            return;
        }

        await watching.RunAsync(context, userId, JsonWatchFormat.Instance, after);
    }

    private static async Task WatchAsPanelAsync(HttpContext context, int userId, Watching watching, PanelFragments fragments)
    {
        if (StatusOfRefusal(context) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (!Handshake.IsInOrder(context))
        {
            return;
        }

        var format = new PanelWatchFormat(fragments, userId);
        if (!watching.Permits(context, userId))
        {
            await TurnAwayAsync(context, format);
            return;
        }

        // What a page sends is its own; an id it cannot have had means that it starts anew.
        TryAfter(context, out var after);
        await watching.RunAsync(context, userId, format, after);
    }

    // A browser cannot see a 403 and would try for ever.
    private static async Task TurnAwayAsync(HttpContext context, PanelWatchFormat format)
    {
        var reason = context.Person().May(Rights.Monitor) ? WatchSocket.EndOfMonitoring : "You do not have the right to monitor.";
        using var live = await LiveSocket.AcceptAsync(context);
        await live.TurnAwayAsync(format.Ended(reason), WebSocketCloseStatus.PolicyViolation, reason);
    }

    private static int? StatusOfRefusal(HttpContext context) =>
        context.SignedIn() is not { } signedIn ? StatusCodes.Status401Unauthorized
        : !OwnOrigin.Admits(context.Request, signedIn.Method) ? StatusCodes.Status403Forbidden
        : null;

    private static bool TryAfter(HttpContext context, out Guid? after)
    {
        after = null;
        var asked = context.Request.Query["after"];
        if (asked.Count == 0)
        {
            return true;
        }

        if (asked.Count == 1 && Guid.TryParse(asked[0], out var id) && NodeIds.IsOurs(id))
        {
            after = id;
            return true;
        }

        return false;
    }
}
