using Omni2.Web.Access;

namespace Omni2.Web.Tests.Access;

/// <summary>Servers and tools that a test made up, in place of those that run.</summary>
internal sealed class FakeToolCatalogue : IToolCatalogue
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<CatalogueServer> Servers => [.. Tools.Select(tool => tool.Server).Distinct().Select(name => new CatalogueServer(name, "connected", null, Since))];

    public IReadOnlyList<CatalogueTool> Tools { get; init; } =
    [
        Tool("everything", "add"), Tool("everything", "echo"), Tool("everything", "get-env"), Tool("everything", "get-sum", asksFirst: true),
        Tool("omni2", "server_time"), Tool("reports", "<b>odd</b> *\"?"), Tool("reports", "query"),
    ];

    public static CatalogueTool Tool(string server, string name, bool asksFirst = false) => new(server, name, $"What {name} does", "{}", asksFirst);
}
