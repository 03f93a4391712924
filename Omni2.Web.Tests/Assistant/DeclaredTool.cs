using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Omni2.Web.Tests.Assistant;

/// <summary>A tool that a model is told of.</summary>
internal static class DeclaredTool
{
    public const string EchoSchema = """{"type":"object","properties":{"message":{"type":"string","minLength":1,"description":"What comes back"}},"required":["message"]}""";

    public static AIFunctionDeclaration Echo { get; } = Named("everything_echo", "Says it again.", EchoSchema);

    public static AIFunctionDeclaration Sum { get; } = Named(
        "everything_get-sum", "Adds.", """{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number","default":0}}}""");

    public static AIFunctionDeclaration Named(string name, string? description = null, string schema = """{"type":"object"}""") =>
        AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema));
}
