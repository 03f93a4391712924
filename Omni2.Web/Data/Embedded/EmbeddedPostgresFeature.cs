using Omni2.Web.Shared;

namespace Omni2.Web.Data.Embedded;

/// <summary>The database of a developer who has set none up.</summary>
internal static class EmbeddedPostgresFeature
{
    /// <summary>Set when this app owns the database server, so that whoever ran before is certainly dead.</summary>
    public const string ExclusivelyOursKey = "Omni2:Database:ExclusivelyOurs";

    private const string Key = "ConnectionStrings:Omni2";
    private const string Database = "omni2";

    /// <summary>Why there is no database: outside Development somebody has to name one.</summary>
    public static string? Missing(WebApplicationBuilder builder) =>
        builder.Environment.IsDevelopment() || !string.IsNullOrWhiteSpace(builder.Configuration[Key])
            ? null
            : $"Omni2 needs a PostgreSQL database: set ConnectionStrings__Omni2, for example to \"Host=localhost;Database=omni2;Username=omni2;Password=…\" (only in Development does it start one by itself; this is {builder.Environment.EnvironmentName}).";

    /// <summary>
    /// Call it before anything reads the connection string, and dispose the answer last.
    /// Null when a connection string is configured.
    /// </summary>
    public static async Task<EmbeddedPostgres?> AddEmbeddedPostgresWhenNeededAsync(
        this WebApplicationBuilder builder, ILogger logger, CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration[Key]))
        {
            return null;
        }

        if (Missing(builder) is { } problem)
        {
            throw new StartupException(problem);
        }

        var options = new EmbeddedPostgresOptions { DataDirectory = Path.Combine(DataFolder.Of(builder.Environment), "postgres") };
        var postgres = await EmbeddedPostgres.StartAsync(options, logger, cancellationToken);
        try
        {
            await postgres.EnsureDatabaseAsync(Database, cancellationToken);
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }

        builder.Configuration.AddInMemoryCollection(
        [
            new(Key, postgres.ConnectionString(Database)),
            new(ExclusivelyOursKey, postgres.IsOwner.ToString()),
        ]);

        // A factory, because the container disposes only what it has made itself: also when the host fails to start.
        builder.Services.AddSingleton(_ => postgres);
        builder.Services.AddHostedService<EmbeddedPostgresLifetime>();
        return postgres;
    }
}
