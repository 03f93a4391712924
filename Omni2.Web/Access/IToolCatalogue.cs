namespace Omni2.Web.Access;

/// <summary>Every tool of every registered server, as known now. Implemented by Mcp, which depends on this folder and not the reverse.</summary>
internal interface IToolCatalogue
{
    /// <summary>The registered servers and the built-in one, by name.</summary>
    IReadOnlyList<CatalogueServer> Servers { get; }

    /// <summary>The tools of the servers that are connected, by server and name; no name is there twice within a server.</summary>
    IReadOnlyList<CatalogueTool> Tools { get; }
}

/// <summary>A server as the catalogue knows it.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="State"><c>connected</c>, <c>connecting</c>, <c>failed</c> or <c>disabled</c>.</param>
/// <param name="StateReason">Why it failed, in plain words; null when it did not.</param>
/// <param name="Since">Since when it is in this state.</param>
internal sealed record CatalogueServer(string Name, string State, string? StateReason, DateTimeOffset Since)
{
    public const string Connected = "connected";
    public const string Connecting = "connecting";
    public const string Failed = "failed";
    public const string Disabled = "disabled";
}

/// <summary>A tool as its server describes it; nothing of it is trusted.</summary>
/// <param name="Server">The server's name here.</param>
/// <param name="Name">The tool's own name, as its server knows it.</param>
/// <param name="Description">For the model; may be empty.</param>
/// <param name="InputSchema">JSON Schema of an object, as JSON text.</param>
/// <param name="AsksFirst">The person is asked before each call.</param>
internal sealed record CatalogueTool(string Server, string Name, string Description, string InputSchema, bool AsksFirst);
