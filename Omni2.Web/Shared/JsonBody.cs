using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Omni2.Web.Shared;

/// <summary>Reads a JSON body so that whatever is wrong with it is a 400 that names the member.</summary>
internal static class JsonBody
{
    private const long MaxBytes = 1024 * 1024;

    // Of a member that is there twice, each reader could take another.
    private static readonly JsonSerializerOptions Unambiguous = new(Wire.Json) { AllowDuplicateProperties = false };

    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        // A body in chunks does not say beforehand how long it is.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
        if (context.Request.ContentLength > MaxBytes)
        {
            return (null, TooLarge());
        }

        if (!context.Request.HasJsonContentType())
        {
            return (null, TypedResults.Problem("Send the body as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Unambiguous, context.RequestAborted);
            return value is null ? (null, MemberErrors.One("body", "The body must be a JSON object.")) : (value, null);
        }
        catch (JsonException e)
        {
            var member = Member(e.Path);
            return (null, MemberErrors.One(member, member == "body" ? "The body must be a JSON object." : $"'{member}' has the wrong type or value."));
        }
        catch (IOException e)
        {
            return (null, e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? TooLarge() : Unreadable());
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: JSON by its grammar, but no Unicode text.
            return (null, MemberErrors.One("body", "The body holds text that is not valid Unicode."));
        }
    }

    /// <summary>The object of a body whose members are looked at one by one.</summary>
    public static async Task<(JsonElement Value, IResult? Problem)> ReadObjectAsync(HttpContext context)
    {
        var (document, problem) = await ReadAsync<JsonDocument>(context);
        using (document)
        {
            return document is null ? (default, problem)
                : document.RootElement.ValueKind == JsonValueKind.Object ? (document.RootElement.Clone(), null)
                : (default, MemberErrors.One("body", "The body must be a JSON object."));
        }
    }

    private static ProblemHttpResult TooLarge() => TypedResults.Problem("The body is larger than 1 MiB.", statusCode: StatusCodes.Status413PayloadTooLarge);

    // Its framing is broken, or it ended too early.
    private static ProblemHttpResult Unreadable() => TypedResults.Problem("The body could not be read.", statusCode: StatusCodes.Status400BadRequest);

    // "$.user_ids[2]" is the member user_ids; "$" is the body itself.
    private static string Member(string? path)
    {
        var name = path?.TrimStart('$').TrimStart('.').Split('.', '[')[0];
        return string.IsNullOrEmpty(name) ? "body" : name;
    }
}
