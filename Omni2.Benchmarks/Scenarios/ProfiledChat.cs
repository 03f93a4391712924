using Omni2.Benchmarks.Support;

namespace Omni2.Benchmarks.Scenarios;

/// <summary>Chats that go on for a while, for looking at the app with a profiler; tells the rate and the statements.</summary>
internal static class ProfiledChat
{
    private const int Tokens = 200;

    /// <param name="chats">How many people chat, each without a pause.</param>
    /// <param name="seconds">For how long.</param>
    public static async Task RunAsync(int chats, int seconds)
    {
        await using var database = await Database.StartAsync(Folders.Temporary());
        var connection = await database.CreateAsync("profiled");
        await using var model = await ServerProcess.StartAsync(["serve-model", $"{Tokens}"]);
        await using var app = await AppProcess.StartAsync(connection, new Uri(model.Address, "/v1"));
        await BenchmarkPeople.CreateAsync(connection, chats);
        using var people = await Chatters.OpenAsync(app.Address, chats);
        Console.WriteLine($"The app is process {app.ProcessId}.");
        await StatementCount.ResetAsync(connection);
        var end = DateTime.UtcNow.AddSeconds(seconds);
        while (DateTime.UtcNow < end)
        {
            var run = await people.ChatAsync(TimeSpan.FromSeconds(5));
            Console.WriteLine($"{run.PerSecond:F0} messages/s, first token after {run.MedianFirstTokenMicroseconds:F0} µs");
        }

        await foreach (var statement in StatementCount.SlowestAsync(connection))
        {
            Console.WriteLine(statement);
        }
    }
}
