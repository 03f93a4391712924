using System.Text.Json;

namespace Omni2.Web.Shared;

/// <summary>Reads a JSON body so that whatever is wrong with it is a 400 that names the member.</summary>
internal static class JsonBody
{
    private const long MaxBytes = 1024 * 1024;

    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            return (null, TypedResults.Problem("The body is larger than 1 MiB.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        if (!context.Request.HasJsonContentType())
        {
            return (null, TypedResults.Problem("Send the body as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Wire.Json, context.RequestAborted);
            return value is null ? (null, MemberErrors.One("body", "The body must be a JSON object.")) : (value, null);
        }
        catch (JsonException e)
        {
            var member = Member(e.Path);
            return (null, MemberErrors.One(member, member == "body" ? "The body must be a JSON object." : $"'{member}' has the wrong type or value."));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: JSON by its grammar, but no Unicode text.
            return (null, MemberErrors.One("body", "The body holds text that is not valid Unicode."));
        }
    }

    // "$.user_ids[2]" is the member user_ids; "$" is the body itself.
    private static string Member(string? path)
    {
        var name = path?.TrimStart('$').TrimStart('.').Split('.', '[')[0];
        return string.IsNullOrEmpty(name) ? "body" : name;
    }
}
