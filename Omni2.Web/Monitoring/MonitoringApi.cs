using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Monitoring;

/// <summary><c>/api/v1/monitoring</c>: who may be watched, until when and why.</summary>
internal static class MonitoringApi
{
    public sealed record EnableRequest(IReadOnlyList<int>? UserIds, int? TtlHours, string? Reason);

    public sealed record DisableRequest(IReadOnlyList<int>? UserIds);

    public sealed record UserList(IReadOnlyList<UserMatch> Users);

    public sealed record MonitoredUser(int UserId, string Email, long ExpiresAt, string Reason, string EnabledBy);

    public sealed record MonitoredList(IReadOnlyList<MonitoredUser> MonitoredUsers);

    public sealed record Enabled(string Status, IReadOnlyList<int> UserIds, long ExpiresAt);

    public sealed record Disabled(string Status, IReadOnlyList<int> UserIds);

    public static void MapMonitoringApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/monitoring").RequireAuthorization(Policies.Monitor).AddEndpointFilter(OwnOriginFilter.ForCookies);
        group.MapGet("/users", FindUsersAsync).Produces<UserList>().WithName("FindUsersToMonitor").WithSummary("Finds people by a part of their e-mail or name");
        group.MapGet("/list", List).Produces<MonitoredList>().WithName("ListMonitoredUsers").WithSummary("Lists who is monitored");
        group.MapPost("/enable", EnableAsync).Accepts<EnableRequest>("application/json").Produces<Enabled>().ProducesValidationProblem().WithName("EnableMonitoring").WithSummary("Begins to monitor people");
        group.MapPost("/disable", DisableAsync).Accepts<DisableRequest>("application/json").Produces<Disabled>().ProducesValidationProblem().WithName("DisableMonitoring").WithSummary("Ends the monitoring of people");
    }

    private static async Task<IResult> FindUsersAsync(string? q, UserSearch search, CancellationToken cancellationToken) =>
        TypedResults.Json(new UserList(await search.FindAsync(q ?? "", cancellationToken)), Wire.Json);

    private static IResult List(MonitoredPeople monitored) => TypedResults.Json(
        new MonitoredList([.. monitored.All.Select(person => new MonitoredUser(
            person.UserId, person.Email, person.ExpiresAt.ToUnixTimeSeconds(), person.Reason, person.EnabledBy))]),
        Wire.Json);

    private static async Task<IResult> EnableAsync(HttpContext context, MonitoringStore store, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<EnableRequest>(context);
        if (problem is not null)
        {
            return problem;
        }

        var asked = new MonitoringRequest(request!.UserIds, request.TtlHours, request.Reason);
        var errors = await asked.CheckAsync(store, cancellationToken);
        if (errors.Any)
        {
            return errors.ToResult();
        }

        var expiresAt = await store.EnableAsync(asked.Ids, asked.Duration, asked.CleanReason, context.Person().Id, cancellationToken);
        return TypedResults.Json(new Enabled("enabled", asked.Ids, expiresAt.ToUnixTimeSeconds()), Wire.Json);
    }

    private static async Task<IResult> DisableAsync(HttpContext context, MonitoringStore store, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<DisableRequest>(context);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new MemberErrors();
        var ids = MonitoringRequest.CheckIds(request!.UserIds, errors);
        await MonitoringRequest.CheckKnownAsync(ids, store, errors, cancellationToken);
        if (errors.Any)
        {
            return errors.ToResult();
        }

        await store.DisableAsync(ids, context.Person().Id, cancellationToken);
        return TypedResults.Json(new Disabled("disabled", ids), Wire.Json);
    }
}
