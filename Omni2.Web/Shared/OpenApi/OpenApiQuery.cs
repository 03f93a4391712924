using Microsoft.OpenApi;

namespace Omni2.Web.Shared.OpenApi;

/// <summary>Describes query parameters that an endpoint checks itself.</summary>
internal static class OpenApiQuery
{
    public static IOpenApiParameter Text(string name) => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Query,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
