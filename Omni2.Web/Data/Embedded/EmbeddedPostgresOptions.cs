namespace Omni2.Web.Data.Embedded;

/// <summary>Where an embedded PostgreSQL keeps its data and how it runs.</summary>
internal sealed class EmbeddedPostgresOptions
{
    /// <summary>The data directory of an ordinary user; for root see <see cref="RootDirectory"/>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The folder that holds bin, lib and share; looked for in node_modules when null.</summary>
    public string? BinariesDirectory { get; init; }

    /// <summary>Where root keeps the data and a copy of the binaries, so that the server's own user can enter.</summary>
    public string RootDirectory { get; init; } = "/var/lib/omni2";

    /// <summary>False gives up crash safety for speed: for throw-away data only.</summary>
    public bool Durable { get; init; } = true;

    public int MaxConnections { get; init; } = 100;

    /// <summary>How long start-up waits for a recovery, or for another instance, before it gives up.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public Func<int> ChoosePort { get; init; } = FreePort.Choose;
}
