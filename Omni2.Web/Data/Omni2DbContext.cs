using Microsoft.EntityFrameworkCore;

namespace Omni2.Web.Data;

/// <summary>
/// The schema <c>omni2</c>. It names no entity: each feature configures its own, so that features depend on the data and never the reverse.
/// </summary>
internal sealed class Omni2DbContext(DbContextOptions<Omni2DbContext> options) : DbContext(options)
{
    /// <summary>Everything Omni2 stores is in this PostgreSQL schema.</summary>
    public const string Schema = "omni2";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(Omni2DbContext).Assembly);
        SnakeCase.Apply(modelBuilder);
    }
}
