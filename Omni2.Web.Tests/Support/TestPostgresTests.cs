using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omni2.Web.Data.Embedded;

namespace Omni2.Web.Tests.Support;

public sealed class TestPostgresTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_database_is_empty_and_a_copy_of_a_template_is_not()
    {
        var empty = await postgres.CreateDatabaseAsync();
        await ExecuteAsync(empty, "CREATE TABLE words (word text); INSERT INTO words VALUES ('hello')");

        var copy = await postgres.CreateDatabaseAsync(empty);
        var other = await postgres.CreateDatabaseAsync();

        (await ExecuteAsync(copy, "SELECT word FROM words")).ShouldBe("hello");
        (await ExecuteAsync(other, "SELECT to_regclass('words')::text")).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_stopped_and_removed_and_what_a_living_run_holds_is_not()
    {
        var folder = new TestFolder();
        var owned = await EmbeddedPostgres.StartAsync(folder.Options(), NullLogger.Instance, CancellationToken.None);
        var left = new DirectoryInfo(folder.Place);
        var abandoned = await ServerFolder.OpenAsync(folder.Options(), CancellationToken.None);

        await TestFolder.RemoveAbandonedAsync(left, TimeSpan.Zero);
        ServerProcess.StateOf(owned.DataDirectory).ShouldBe(ServerState.Ready);

        await owned.StopAsync();
        await abandoned.RunAsync("pg_ctl", ["start", "-w", "-s", "-D", abandoned.Data, "-l", abandoned.LogFile, "-o", $"-p {FreePort.Choose()} -c unix_socket_directories="], CancellationToken.None);
        ServerProcess.StateOf(owned.DataDirectory).ShouldBe(ServerState.Ready);
        await TestFolder.RemoveAbandonedAsync(left, TimeSpan.Zero);

        ServerProcess.StateOf(owned.DataDirectory).ShouldBe(ServerState.Absent);
        Directory.Exists(folder.Place).ShouldBeFalse();
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
