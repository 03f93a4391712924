using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>The baseline of start: an ASP.NET Core application with one EF entity.</summary>
internal static class StartBaseline
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddDbContext<BareContext>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Omni2")));
        await using var app = builder.Build();
        app.MapGet("/health/ready", async (BareContext db) => await db.Set<BareRole>().AnyAsync() ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        await app.RunAsync();
    }

    private sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            var role = modelBuilder.Entity<BareRole>().ToTable("roles", "omni2");
            role.HasKey(row => row.Name);
            role.Property(row => row.Name).HasColumnName("name");
        }
    }

    private sealed class BareRole
    {
        public string Name { get; init; } = "";
    }
}
