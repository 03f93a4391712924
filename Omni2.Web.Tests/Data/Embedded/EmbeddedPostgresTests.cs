using System.Net;
using System.Net.Sockets;
using Omni2.Web.Data.Embedded;
using Omni2.Web.Shared;

namespace Omni2.Web.Tests.Data.Embedded;

public sealed class EmbeddedPostgresTests(PreparedPlace prepared) : IClassFixture<PreparedPlace>
{
    private readonly ServerPlace place = prepared.Place;

    [Fact]
    public async Task The_first_start_makes_a_server_with_the_extensions_that_the_app_uses()
    {
        await using var fresh = new ServerPlace();
        await using var postgres = await fresh.StartAsync();

        await ServerPlace.AskAsync(postgres, "CREATE EXTENSION pg_trgm; CREATE EXTENSION pg_stat_statements");

        postgres.IsOwner.ShouldBeTrue();
        (await ServerPlace.AskAsync(postgres, "SELECT count(*) > 0 FROM pg_stat_statements")).ShouldBe(true);
        (await ServerPlace.AskAsync(postgres, "SELECT lower('ÄÖ') || (similarity('wörld', 'wörld') = 1)")).ShouldBe("äötrue");
    }

    [Fact]
    public async Task The_second_start_keeps_the_data()
    {
        await using var again = await place.StartAsync();

        await ServerPlace.ShouldRememberAsync(again);
    }

    [Fact]
    public async Task A_database_is_made_once()
    {
        await using var postgres = await place.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.EnsureDatabaseAsync("odd \"name\"")));
        await postgres.EnsureDatabaseAsync("odd \"name\"");

        (await ServerPlace.AskAsync(postgres, "SELECT count(*) FROM pg_database WHERE datname LIKE 'odd%'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Only_the_owner_of_the_files_reads_the_password_and_without_it_nobody_connects()
    {
        await using var postgres = await place.StartAsync();
        var server = await place.OpenAsync();

        var without = new Npgsql.NpgsqlConnectionStringBuilder(postgres.AdminConnectionString()) { Password = "wrong" };
        await using var connection = new Npgsql.NpgsqlConnection(without.ConnectionString);

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe("28P01");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(server.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_second_instance_uses_the_running_server_and_leaves_it_running()
    {
        await using var owner = await place.StartAsync();

        await using (var guest = await place.StartAsync())
        {
            guest.IsOwner.ShouldBeFalse();
            guest.Port.ShouldBe(owner.Port);
        }

        await ServerPlace.ShouldRememberAsync(owner);
    }

    [Fact]
    public async Task Of_instances_that_start_together_one_owns_the_server()
    {
        await using var fresh = new ServerPlace();

        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => fresh.StartAsync()));

        all.Count(postgres => postgres.IsOwner).ShouldBe(1);
        all.Select(postgres => postgres.Port).Distinct().ShouldHaveSingleItem();
        await Task.WhenAll(all.Select(postgres => postgres.StopAsync()));
    }

    [Fact]
    public async Task Stopping_twice_or_after_the_server_has_died_is_harmless()
    {
        var postgres = await place.StartAsync();
        await postgres.StopAsync();
        await postgres.StopAsync();
        postgres.Dispose();

        var killed = await place.StartAsync();
        ServerPlace.KillHard(PostmasterFile.Read(killed.DataDirectory)!.ProcessId);
        await killed.StopAsync();

        ServerProcess.StateOf(killed.DataDirectory).ShouldBe(ServerState.Absent);
    }

    [Fact]
    public async Task A_port_that_was_taken_meanwhile_is_given_up_for_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var ports = new Queue<int>([((IPEndPoint)other.LocalEndpoint).Port, FreePort.Choose()]);
        var expected = ports.Last();

        await using var postgres = await place.StartAsync(ports.Dequeue);

        postgres.Port.ShouldBe(expected);
        ports.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_binaries_the_message_names_the_cure()
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = place.Options.DataDirectory, BinariesDirectory = Path.GetTempPath() };

        var refused = await Should.ThrowAsync<StartupException>(() => EmbeddedPostgres.StartAsync(options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None));

        refused.Message.ShouldContain("dotnet build");
    }
}
