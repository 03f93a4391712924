namespace Omni2.Web.Shared;

/// <summary>Whether the process runs, and whether it can work.</summary>
internal static class HealthEndpoints
{
    public const string Ok = "ok";
    private const string Unavailable = "unavailable";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<IReadiness, ProcessReadiness>();
        services.AddSingleton<ReadinessCheck[]>(provider => [.. provider.GetServices<IReadiness>().Select(dependency => new ReadinessCheck(dependency))]);
    }

    /// <summary>They are answered before the sign-in is looked at, which asks the database.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Json(new { Status = Ok }, Wire.Json)).ShortCircuit().AllowAnonymous().WithName("Live");
        routes.MapGet("/health/ready", ReadyAsync).ShortCircuit().AllowAnonymous().WithName("Ready");
    }

    private static async Task<IResult> ReadyAsync(ReadinessCheck[] checks)
    {
        var answers = await Task.WhenAll(checks.Select(check => check.AnswerAsync()));
        var ready = Array.TrueForAll(answers, answer => answer == Ok);
        var report = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = ready ? Ok : Unavailable };
        for (var i = 0; i < checks.Length; i++)
        {
            report[checks[i].Name] = answers[i];
        }

        return TypedResults.Json(report, Wire.Json, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
