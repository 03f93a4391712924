using Npgsql;

namespace Omni2.Web.Shared;

/// <summary>Whether the process runs, and whether it can work.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Json(new { Status = "ok" }, Wire.Json)).AllowAnonymous().WithName("Live");
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous().WithName("Ready");
    }

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var database = await DatabaseAnswersAsync(source, cancellationToken);
        return TypedResults.Json(
            new { Status = database ? "ok" : "unavailable", Database = database ? "ok" : "does not answer" },
            Wire.Json,
            statusCode: database ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> DatabaseAnswersAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            return await command.ExecuteScalarAsync(cancellationToken).WaitAsync(DatabaseLimit, cancellationToken) is 1;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
