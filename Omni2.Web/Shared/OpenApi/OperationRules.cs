using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Omni2.Web.Shared.OpenApi;

/// <summary>Says of every call who may make it, what those get who may not, and in which chapter it stands.</summary>
internal sealed class OperationRules : IOpenApiOperationTransformer
{
    private const string Problem = "application/problem+json";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(context.Description.RelativePath ?? ""), context.Document) };
        if (metadata.OfType<IAllowAnonymous>().Any() || !metadata.OfType<IAuthorizeData>().Any())
        {
            // An empty requirement is one that everybody meets.
            operation.Security = [new OpenApiSecurityRequirement()];
            return Task.CompletedTask;
        }

        operation.Security = [Requirement(ApiDescription.Bearer, context), Requirement(ApiDescription.Cookie, context)];
        Refuse(operation, context, "401", "Nobody is signed in.");
        if (metadata.OfType<IAuthorizeData>().Select(data => data.Policy).LastOrDefault(policy => policy is not null) is { } right)
        {
            Refuse(operation, context, "403", $"The person does not have the right {right}.");
            operation.Description = string.Join(' ', new[] { operation.Description, $"Needs the right `{right}`." }.OfType<string>());
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiOperationTransformerContext context) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

    private static void Refuse(OpenApiOperation operation, OpenApiOperationTransformerContext context, string status, string description)
    {
        operation.Responses ??= [];
        operation.Responses.TryAdd(status, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("ProblemDetails", context.Document) },
            },
        });
    }
}
