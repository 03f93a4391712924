namespace Omni2.Web.Shared;

/// <summary>Whether the process runs, and whether it can work.</summary>
internal static class HealthEndpoints
{
    public const string Ok = "ok";
    private const string Unavailable = "unavailable";

    public sealed record Liveness(string Status);

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<IReadiness, ProcessReadiness>();
        services.AddSingleton<ReadinessCheck[]>(provider => [.. provider.GetServices<IReadiness>().Select(dependency => new ReadinessCheck(dependency))]);
    }

    /// <summary>They are answered before the sign-in is looked at, which asks the database.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Json(new Liveness(Ok), Wire.Json))
            .Produces<Liveness>().WithName("Live").WithSummary("Answers while the process runs").ShortCircuit().AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync)
            .Produces<Dictionary<string, string>>().Produces<Dictionary<string, string>>(StatusCodes.Status503ServiceUnavailable)
            .WithName("Ready").WithSummary("Says whether the instance can work, and of each dependency why not").ShortCircuit().AllowAnonymous();
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
