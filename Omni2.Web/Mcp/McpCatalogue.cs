using Omni2.Web.Access;

namespace Omni2.Web.Mcp;

/// <summary>What is known of servers and tools now: read without a lock, replaced as a whole.</summary>
internal sealed class McpCatalogue : IToolCatalogue
{
    private volatile Snapshot _now = new([], []);

    public IReadOnlyList<CatalogueServer> Servers => _now.Servers;

    public IReadOnlyList<CatalogueTool> Tools => _now.Tools;

    public void Replace(IReadOnlyList<CatalogueServer> servers, IReadOnlyList<CatalogueTool> tools) => _now = new Snapshot(servers, tools);

    private sealed record Snapshot(IReadOnlyList<CatalogueServer> Servers, IReadOnlyList<CatalogueTool> Tools);
}
