using Npgsql;

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

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
