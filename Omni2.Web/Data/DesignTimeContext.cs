using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Omni2.Web.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations from the model alone, with no database and without starting the program.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<Omni2DbContext>
{
    public Omni2DbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Omni2DbContext>()
        .UseNpgsql("Host=localhost", npgsql => npgsql.MigrationsHistoryTable(DataFeature.MigrationsTable, Omni2DbContext.Schema))
        .Options);
}
