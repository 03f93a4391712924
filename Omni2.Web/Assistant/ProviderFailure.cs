using System.Globalization;
using Anthropic.Exceptions;

namespace Omni2.Web.Assistant;

/// <summary>What a provider's failure means for the person who asked. Nothing of the provider's own text is used.</summary>
internal static class ProviderFailure
{
    public static AssistantException Idle(TimeSpan timeout) => new(
        AssistantFailureReason.Timeout,
        $"The model server sent nothing for {Seconds(timeout)}, so the answer was ended. Send the message again.");

    public static AssistantException TooLong(TimeSpan timeout) => new(
        AssistantFailureReason.Timeout,
        $"The answer took longer than {Seconds(timeout)}, so it was ended. Ask for a shorter answer.");

    public static AssistantException Incomplete() =>
        Unavailable("The model server broke off before the answer was complete. Send the message again.");

    /// <summary>It answered, and what came is nothing of an answer.</summary>
    public static AssistantException Unreadable() => Unavailable(
        "The model server sent something that is no answer. Try again; if it stays so, an administrator must check the server's address and kind.");

    public static AssistantException Of(Exception exception, TimeProvider time) => Status(exception) switch
    {
        { } status => Unavailable(Sentence(status, RetryAfter(exception, time))),
        null when Any<HttpRequestException>(exception) => Unavailable(
            "The model server cannot be reached. Try again in a moment; if it stays so, an administrator must check that it is running."),
        null when Any<InvalidDataException>(exception) => Unreadable(),
        null when Any<IOException>(exception) || exception is OperationCanceledException => Incomplete(),
        null => Unreadable(),
    };

    /// <summary>The HTTP status, also one that came as an event in mid-stream, or null when there was none.</summary>
    public static int? Status(Exception exception) => exception switch
    {
        AnthropicSseException error => AnthropicTranslation.Status(error),
        _ => Refusal(exception)?.Status,
    };

    /// <summary>The types from the outermost to the innermost, without their messages.</summary>
    public static string Types(Exception exception) => string.Join(" < ", Chain(exception).Select(e => e.GetType().Name));

    private static AssistantException Unavailable(string sentence) => new(AssistantFailureReason.Unavailable, sentence);

    private static string Sentence(int status, TimeSpan? retryAfter) => status switch
    {
        401 or 403 => "The model server refused Omni2's key. An administrator must check the key in the configuration.",
        402 => "The model server's account has no credit. An administrator must look after it.",
        404 => "The model server does not know this address or model. An administrator must check both in the configuration.",
        429 => $"The model server is busy. {Again(retryAfter)}",
        >= 300 and < 400 => "The model server has moved. An administrator must check its address in the configuration.",
        >= 400 and < 500 and not 408 => "The model server did not accept the message. Try a shorter one or a new conversation; if it stays so, tell an administrator.",
        _ => $"The model server has trouble of its own. {Again(retryAfter)}",
    };

    private static string Again(TimeSpan? retryAfter) => retryAfter is { } wait
        ? $"Send the message again in {Seconds(wait)}."
        : "Send the message again in a moment.";

    private static string Seconds(TimeSpan time)
    {
        var seconds = Math.Ceiling(time.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds} second{(seconds is 1 ? "" : "s")}");
    }

    private static TimeSpan? RetryAfter(Exception exception, TimeProvider time)
    {
        var retryAfter = Refusal(exception)?.RetryAfter;
        var wait = retryAfter?.Delta ?? retryAfter?.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero && wait <= TimeSpan.FromDays(1) ? wait : null;
    }

    private static ModelServerRefusal? Refusal(Exception exception) => Chain(exception).OfType<ModelServerRefusal>().FirstOrDefault();

    private static bool Any<T>(Exception exception) => Chain(exception).Any(e => e is T);

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }
}
