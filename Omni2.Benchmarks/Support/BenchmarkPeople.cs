using Omni2.Web.Identity;

namespace Omni2.Benchmarks.Support;

/// <summary>The people of the benchmarks' databases: an administrator whom the app makes, and many who chat.</summary>
internal static class BenchmarkPeople
{
    public const string AdminEmail = "admin@bench.example";
    public const string Password = "a-password-of-the-benchmarks";
    public const string SigningKey = "a-key-of-the-benchmarks-that-is-long-enough-12";

    /// <summary>The first of those who chat; the administrator is 1.</summary>
    public const int FirstId = 1001;

    private static readonly AccessTokens Tokens = new(new JwtOptions { SigningKey = SigningKey, Lifetime = TimeSpan.FromHours(8) }, TimeProvider.System);

    public static string AdminToken { get; } = Token(1, AdminEmail, "admin");

    public static string TokenOf(int userId) => Token(userId, Email(userId), "user");

    /// <summary>Into a database that the app has prepared. They may spend without limit.</summary>
    public static Task CreateAsync(string connection, int count) => Database.ExecuteAsync(connection, $"""
        INSERT INTO omni2.users (id, full_name, role_name, active, cost_limit_daily, created_at, user_name, normalized_user_name, email, normalized_email,
            email_confirmed, security_stamp, concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
        SELECT id, initcap(first || ' ' || last) , 'user', true, 1000000, now(), email, upper(email), email, upper(email), true, 'stamp', 'stamp', false, false, true, 0
        FROM (SELECT id, first, last, first || '.' || last || id || '@bench.example' AS email
            FROM (SELECT id, (ARRAY['ada','alan','grace','linus','margaret','edsger','barbara','donald','frances','ken','radia','tim'])[1 + id % 12] AS first,
                    (ARRAY['lovelace','turing','hopper','torvalds','hamilton','dijkstra','liskov','knuth','allen','thompson','perlman','lee','moore'])[1 + id % 13] AS last
                FROM generate_series({FirstId}, {FirstId + count - 1}) AS id) AS names) AS people
        ON CONFLICT DO NOTHING
        """);

    private static string Email(int userId) => $"person{userId}@bench.example";

    private static string Token(int id, string email, string role) => Tokens.Issue(new Person(id, email, "", role, Rights.None, Active: true, ""));
}
