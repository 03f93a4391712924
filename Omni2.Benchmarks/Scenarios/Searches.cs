using Omni2.Web.Conversations;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>A kind of search, with ever other words.</summary>
/// <param name="Name">What is looked for.</param>
/// <param name="IsAutocomplete">Whether people are looked for, not conversations.</param>
/// <param name="Path">The address for a random number.</param>
/// <param name="ExecuteSql">The same search below HTTP.</param>
internal sealed record Search(string Name, bool IsAutocomplete, Func<int, string> Path, Func<SearchedApp, int, Task> ExecuteSql)
{
    private int _next;

    public string NextPath() => Path(++_next * 7919);

    public Task ExecuteAsync(SearchedApp app) => ExecuteSql(app, ++_next * 7919);
}

/// <summary>What operators look for.</summary>
internal static class Searches
{
    public const string Newest = $"{List}?limit=50";

    private const string List = "/api/v1/activities/conversations";
    private static readonly string[] Names = ["ada", "alan", "grace", "linus", "marg", "edsg", "barb", "dona", "fran", "radi"];
    private static readonly string[] Parts = ["turing1", "hopper23", "dijkstra4", "knuth12", "lovelace9", "liskov33"];

    public static IEnumerable<Search> All(Guid conversation) =>
    [
        Conversations("the newest", _ => new()),
        Conversations("of one user", i => new() { UserIds = [Support.BenchmarkPeople.FirstId + (i % 1000)] }),
        Conversations("of users named", i => new() { User = Names[i % Names.Length] }),
        Conversations("of users with a part of the e-mail", i => new() { User = Parts[i % Parts.Length] }),
        Conversations("of a user nobody is", _ => new() { User = "nobody-has-this" }),
        Conversations("of a day", i => new() { From = Day(i), To = Day(i).AddDays(1) }),
        Conversations("of users named, within a month", i => new() { User = Names[i % Names.Length], From = Day(i), To = Day(i).AddDays(30) }),
        Conversations("with a part of the id", _ => new() { ConversationId = conversation.ToString()[9..23] }),
        People("autocomplete, 1 letter", i => Names[i % Names.Length][..1]),
        People("autocomplete, 2 letters", i => Names[i % Names.Length][..2]),
        People("autocomplete, 3 letters", i => Names[i % Names.Length][..3]),
        People("autocomplete, 7 letters", i => Parts[i % Parts.Length][..7]),
    ];

    private static Search Conversations(string name, Func<int, ConversationQuery> query) =>
        new(name, IsAutocomplete: false, i => Address(query(i)), (app, i) => app.FindAsync(query(i)));

    private static Search People(string name, Func<int, string> part) =>
        new(name, IsAutocomplete: true, i => $"/api/v1/monitoring/users?q={part(i)}", (app, i) => app.FindPeopleAsync(part(i)));

    private static string Address(ConversationQuery query) => Newest
        + (query.UserIds is [var id] ? $"&user_id={id}" : "")
        + (query.User is { } user ? $"&user={user}" : "")
        + (query.From is { } from ? $"&date_from={from:yyyy-MM-dd}T00:00:00Z" : "")
        + (query.To is { } to ? $"&date_to={to:yyyy-MM-dd}T00:00:00Z" : "")
        + (query.ConversationId is { } part ? $"&conversation_id={part}" : "");

    private static DateTimeOffset Day(int i) => new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(-30 - (i % 1000));
}
