using Npgsql;

namespace Omni2.Web.Data;

/// <summary>
/// A statement that PostgreSQL plans for the very words that are looked for: what is best for a rare name is bad for a common
/// one. Statements that recur are prepared, and a prepared one may get a plan that serves all words alike.
/// </summary>
internal static class FreshPlan
{
    // Compiling a plan takes longer than a page of a list may.
    private const string Settings = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)";

    /// <param name="source">Where to.</param>
    /// <param name="sql">With <c>$1</c>, <c>$2</c> … for the values.</param>
    /// <param name="values">In that order.</param>
    /// <returns>One round trip: the settings, which last for its transaction, and the statement.</returns>
    public static NpgsqlBatch Of(NpgsqlDataSource source, string sql, params IEnumerable<object> values)
    {
        var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Settings));
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            statement.Parameters.Add(new() { Value = value });
        }

        batch.BatchCommands.Add(statement);
        return batch;
    }

    /// <summary>The statement's rows.</summary>
    public static async Task<NpgsqlDataReader> ReadAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return reader;
    }
}
