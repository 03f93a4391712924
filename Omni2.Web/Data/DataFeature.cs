using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Omni2.Web.Data.Instances;
using Omni2.Web.Shared;

namespace Omni2.Web.Data;

internal static class DataFeature
{
    private const int Retries = 3;
    private const int PreparedStatements = 40;
    private const int UsesBeforePreparing = 3;
    private static readonly TimeSpan LongestRetryPause = TimeSpan.FromMilliseconds(200);

    public const string MigrationsTable = "__ef_migrations";

    /// <summary>Registers the data source, the EF context and this instance's connection to the others.</summary>
    public static void AddData(this WebApplicationBuilder builder)
    {
        var connectionString = builder.Configuration.GetConnectionString("Omni2");
        var services = builder.Services;
        services.AddSingleton(provider => BuildSource(connectionString, provider.GetRequiredService<ILoggerFactory>()));
        services.AddPooledDbContextFactory<Omni2DbContext>((provider, options) => options.UseNpgsql(
            provider.GetRequiredService<NpgsqlDataSource>(),
            npgsql => npgsql
                .MigrationsHistoryTable(MigrationsTable, Omni2DbContext.Schema)
                // After a restart of the database the first command on each pooled connection fails.
                .EnableRetryOnFailure(Retries, LongestRetryPause, null)));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<Omni2DbContext>>().CreateDbContext());
        services.AddSingleton<Instance>();
        services.AddSingleton<InstanceConnection>();
        services.AddHostedService(provider => provider.GetRequiredService<InstanceConnection>());
        services.AddSingleton<IReadiness, DatabaseReadiness>();
        services.AddSingleton<IReadiness, MigrationsReadiness>();
        services.AddSingleton<IReadiness>(provider => provider.GetRequiredService<InstanceConnection>());
    }

    // A message's statements are planned once per connection. A pooler that cannot carry prepared statements is told so by Max Auto Prepare=0.
    private static bool SaysHowToPrepare(string? connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Any(key => key.Replace(" ", "", StringComparison.Ordinal).Equals("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase));

    internal static NpgsqlDataSource BuildSource(string? connectionString, ILoggerFactory loggerFactory)
    {
        try
        {
            var source = new NpgsqlDataSourceBuilder(connectionString) { Name = "omni2" };
            source.ConnectionStringBuilder.ApplicationName ??= "omni2";
            // Nothing here changes the state of a pooled session, so there is none to reset before the next command.
            source.ConnectionStringBuilder.NoResetOnClose = true;
            if (!SaysHowToPrepare(connectionString))
            {
                (source.ConnectionStringBuilder.MaxAutoPrepare, source.ConnectionStringBuilder.AutoPrepareMinUsages) = (PreparedStatements, UsesBeforePreparing);
            }

            return source.UseLoggerFactory(loggerFactory).Build();
        }
        catch (ArgumentException e)
        {
            throw new StartupException("ConnectionStrings__Omni2 is not a PostgreSQL connection string; it looks like Host=localhost;Database=omni2;Username=omni2;Password=…", e);
        }
    }
}
