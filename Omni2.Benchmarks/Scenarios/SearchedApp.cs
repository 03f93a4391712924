using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Omni2.Benchmarks.Support;
using Omni2.Web.Access;
using Omni2.Web.Conversations;
using Omni2.Web.Identity;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>The app on a database with many conversations, and the same searches below HTTP.</summary>
internal sealed class SearchedApp : IAsyncDisposable
{
    private const string Grouping = """
        SELECT conversation_id, min(created_at) AS started_at, count(*) FROM omni2.interaction_flows
        WHERE conversation_id IS NOT NULL GROUP BY conversation_id ORDER BY started_at DESC LIMIT 50
        """;

    private static readonly Person Admin = new(1, BenchmarkPeople.AdminEmail, "", "admin", Rights.All, Active: true, "");

    private readonly AppProcess _app;
    private readonly HttpClient _http;
    private readonly NpgsqlDataSource _source;
    private readonly ConversationSearch _conversations;
    private readonly UserSearch _people;

    private SearchedApp(AppProcess app, string connection)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = app.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchmarkPeople.AdminToken);
        _source = NpgsqlDataSource.Create(connection);
        _conversations = new(_source, new ContentAccess(new NobodyIsMonitored()));
        _people = new(_source);
    }

    /// <summary>One that is there.</summary>
    public Guid Conversation { get; private init; }

    public static async Task<SearchedApp> StartAsync(Database database, int conversations, int users)
    {
        var connection = await database.CreateAsync($"search_{conversations}");
        var app = await AppProcess.StartAsync(connection);
        await GeneratedConversations.CreateAsync(connection, conversations, users);
        var one = await Database.ScalarAsync<Guid>(connection, "SELECT conversation_id FROM omni2.conversations LIMIT 1");
        return new(app, connection) { Conversation = one };
    }

    public async Task GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>A single request, to its end.</summary>
    public async Task AskAsync(string message)
    {
        using var answer = await _http.PostAsJsonAsync("/ask/stream", new { message });
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _source.CreateCommand(sql);
        Array.ForEach(values, value => command.Parameters.AddWithValue(value));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Of a conversation, the latest first.</summary>
    public async Task<Guid[]> SessionsAsync(Guid conversation)
    {
        await using var command = _source.CreateCommand("SELECT array_agg(session_id ORDER BY event_count DESC, created_at DESC) FROM omni2.interaction_flows WHERE conversation_id = $1");
        command.Parameters.AddWithValue(conversation);
        return (Guid[])(await command.ExecuteScalarAsync())!;
    }

    public Task FindAsync(ConversationQuery query) => _conversations.FindAsync(query, Admin, CancellationToken.None);

    public Task FindPeopleAsync(string part) => _people.FindAsync(part, CancellationToken.None);

    /// <summary>What the list would cost if it grouped the flows; the slowest of three, in milliseconds.</summary>
    public async Task<double> GroupAsync()
    {
        var slowest = 0d;
        for (var i = 0; i < 3; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await using var command = _source.CreateCommand(Grouping);
            await command.ExecuteNonQueryAsync();
            slowest = Math.Max(slowest, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return slowest;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _source.DisposeAsync();
        await _app.DisposeAsync();
    }

    private sealed class NobodyIsMonitored : IMonitoredPeople
    {
        public DateTimeOffset? MonitoredSince(int userId) => null;
    }
}
