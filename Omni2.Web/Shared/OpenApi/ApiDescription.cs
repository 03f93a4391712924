using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Omni2.Web.Shared.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>: what all calls have in common is said here, what is particular where a call is mapped.</summary>
internal static class ApiDescription
{
    public const string Bearer = "bearer";
    public const string Cookie = "cookie";
    private const string Version = "1";

    private const string Text = """
        The HTTP API of Omni2. Errors are problems by RFC 9457 (`application/problem+json`) whose `trace_id` an administrator finds in the log; a 400 names the member that is wrong. With the cookie, a call that changes something needs this site's own `Origin`.

        Not calls, and so not listed below:

        - WebSocket `/ws/chat` (right `chat`): a chat. Send `{"type":"message","text":"Hello"}`, receive `token`, `tool_call`, `tool_result`, and then `done` or `error`.
        - WebSocket `/api/v1/ws/flows/{userId}` (right `monitor`, while that person is monitored): their flow events, one JSON object per message; `?after=<node_id>` first replays what came after it.
        - WebSocket `/ws/panels/{userId}` (right `monitor`): the same as HTML, for the page Live Updates.

        The same chat without a WebSocket is `POST /ask/stream` (right `chat`): body `{"message":"Hello"}`, answered as server-sent events `token`, `tool_call`, `tool_result`, and then `done` or `error`.
        """;

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer<OperationRules>();
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Every problem has it, by its own rule; the class that it is made from does not.
            if (context.JsonTypeInfo.Type.IsAssignableTo(typeof(ProblemDetails)))
            {
                schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
                schema.Properties["trace_id"] = new OpenApiSchema { Type = JsonSchemaType.String };
            }

            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo { Title = "Omni2", Version = Version, Description = Text };
        document.Tags = new HashSet<OpenApiTag>(ApiTags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token from POST /api/v1/auth/token." },
            [Cookie] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "omni2", Description = "The cookie of a person who signed in at /login." },
        };
    }
}
