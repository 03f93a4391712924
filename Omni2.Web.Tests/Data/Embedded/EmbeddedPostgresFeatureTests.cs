using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Data.Embedded;

public sealed class EmbeddedPostgresFeatureTests : IDisposable
{
    private readonly DirectoryInfo contentRoot = Directory.CreateTempSubdirectory("omni2-content-");

    [Fact]
    public async Task In_Development_the_server_serves_until_every_other_service_has_stopped()
    {
        var builder = Builder("Development");
        await using var postgres = await builder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance);
        builder.Services.AddHostedService<WritesWhileStopping>();
        var app = builder.Build();
        await app.StartAsync();

        await app.StopAsync();

        app.Services.GetServices<IHostedService>().OfType<WritesWhileStopping>().Single().Wrote.ShouldBeTrue();
        ServerProcess.StateOf(postgres!.DataDirectory).ShouldBe(ServerState.Absent);
        await RemoveAsync(app, postgres);
    }

    [Fact]
    public async Task A_start_that_fails_later_stops_the_server_too()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var builder = Builder("Development");
        builder.WebHost.UseUrls($"http://{taken.LocalEndpoint}");
        var postgres = await builder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance);
        var app = builder.Build();

        await Should.ThrowAsync<IOException>(() => app.RunAsync());

        ServerProcess.StateOf(postgres!.DataDirectory).ShouldBe(ServerState.Absent);
        await RemoveAsync(app, postgres);
    }

    [Fact]
    public async Task A_configured_database_is_used_as_it_is()
    {
        var builder = Builder("Development");
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Omni2", "Host=elsewhere")]);

        (await builder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance)).ShouldBeNull();

        builder.Configuration.GetConnectionString("Omni2").ShouldBe("Host=elsewhere");
    }

    [Fact]
    public async Task In_Production_a_missing_database_is_refused_and_no_server_is_started()
    {
        var builder = Builder("Production");

        var refused = await Should.ThrowAsync<StartupException>(() => builder.AddEmbeddedPostgresWhenNeededAsync(NullLogger.Instance));

        refused.Message.ShouldContain("ConnectionStrings__Omni2");
        contentRoot.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_program_says_so_in_one_line_and_ends_with_1()
    {
        var program = await ProgramRun.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Omni2.Web.dll"), "--environment=Production", "--ConnectionStrings:Omni2=", $"--Omni2:Jwt:SigningKey={TestSigningKey.Value}"], contentRoot.FullName, CancellationToken.None);

        program.ExitCode.ShouldBe(1);
        program.Output.ShouldContain("ConnectionStrings__Omni2");
        program.Output.Split('\n').ShouldHaveSingleItem();
    }

    public void Dispose() => contentRoot.Delete(recursive: true);

    private WebApplicationBuilder Builder(string environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment, ContentRootPath = contentRoot.FullName });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private static async Task RemoveAsync(WebApplication app, EmbeddedPostgres postgres)
    {
        await app.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(postgres.DataDirectory)!, recursive: true);
    }

    private sealed class WritesWhileStopping(IConfiguration configuration) : IHostedService
    {
        public bool Wrote { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await using var connection = new NpgsqlConnection(configuration.GetConnectionString("Omni2"));
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("CREATE TABLE last_words (word text)", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            Wrote = true;
        }
    }
}
