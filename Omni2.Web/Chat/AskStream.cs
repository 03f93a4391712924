using System.Text.Json;
using Omni2.Web.Identity;
using Omni2.Web.Shared;

namespace Omni2.Web.Chat;

/// <summary>
/// <c>POST /ask/stream</c>: one message and its answer as server-sent events (WHATWG HTML, 9.2), over the same turn as the chat.
/// It has no conversation, and like there the answer runs to its end and is stored when the client leaves.
/// </summary>
internal static class AskStream
{
    /// <summary>The body: <c>message</c> has 1 to 16,000 characters.</summary>
    public sealed record Question(string Message);

    public static void MapAskStream(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ask/stream", HandleAsync)
            .RequireAuthorization()
            .AddEndpointFilter(OwnOriginFilter.ForCookies)
            .Accepts<Question>("application/json")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("Ask")
            .WithSummary("Asks one question, and streams the answer as events")
            .WithDescription("Events: token {\"text\"}, tool_call, tool_result, then exactly one of done (the result) and error {\"error\",\"code\"}. A tool that asks first is refused. A comment is sent when there is nothing else for some seconds.");

    private static async Task<IResult> HandleAsync(HttpContext context, TurnServices services)
    {
        var (body, problem) = await JsonBody.ReadObjectAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        if (!body.TryGetProperty("message", out var member) || member.ValueKind != JsonValueKind.String)
        {
            return MemberErrors.One("message", "'message' is required, as text.");
        }

        var message = JsonText.Of(member);
        return MessageText.ProblemOf(message) is { } sentence ? MemberErrors.One("message", sentence) : Answer(context.SignedIn()!, message, services);
    }

    private static IResult Answer(SignedIn asker, string message, TurnServices services)
    {
        var turn = new ChatTurn(services, new LiveConversation(null, asker.Person.Id), message, asker.Method);
        var stream = new AnswerEvents(turn.Output, services.Time);
        if (services.Turns.TryStart(turn.RunAsync))
        {
            return stream;
        }

        stream.Dispose();
        return TypedResults.Problem("Omni2 is restarting, so your message was not taken. Send it again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
