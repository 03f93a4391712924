using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Conversations;

public sealed class ConversationDateTests(SharedApp shared)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("date_from=2026-03-10&date_to=2026-03-10")]
    [InlineData("date_from=20260310&date_to=20260310")]
    [InlineData("date_from=2026-03-10T12:00:00Z")]
    [InlineData("date_from=2026-03-10T12:00")]
    [InlineData("date_from=2026-03-10%2012:00:00")]
    [InlineData("date_from=2026-03-10T14:00:00%2B02:00&date_to=2026-03-10T14:00:01%2B02:00")]
    [InlineData("date_from=2026-03-10T14:00:00+02:00")]
    [InlineData("date_from=2026-03-10T07:00:00.000000-05:00")]
    [InlineData("date_to=2026-03-10T12:00:00.0001Z")]
    [InlineData("date_from=2026-03-11&date_to=2026-03-11&tz=Pacific/Kiritimati")]
    [InlineData("date_from=2026-03-10T13:00&date_to=2026-03-10T13:01&tz=Europe/Berlin")]
    [InlineData("date_from=0001-01-01&date_to=9999-12-31")]
    public async Task A_conversation_at_this_time_is_found(string dates) => (await FindAsync(dates)).ShouldBe(1);

    [Theory]
    [InlineData("date_from=2026-03-11")]
    [InlineData("date_to=2026-03-09")]
    [InlineData("date_from=2026-03-10T12:00:01Z")]
    [InlineData("date_to=2026-03-10T12:00:00Z")]
    [InlineData("date_from=2026-03-10T12:00:00-01:00")]
    [InlineData("date_from=2026-03-10&date_to=2026-03-10&tz=Pacific/Kiritimati")]
    public async Task A_conversation_at_another_time_is_not(string dates)
    {
        (await FindAsync("date_from=2026-03-10")).ShouldBe(1);

        (await FindAsync(dates)).ShouldBe(0);
    }

    [Fact]
    public async Task A_whole_day_holds_its_first_and_its_last_moment()
    {
        var neo = await shared.App.CreateUserAsync();
        var day = new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
        var tick = TimeSpan.FromMicroseconds(1);
        await shared.App.AddConversationAsync(neo, day - tick);
        var (first, last) = (await shared.App.AddConversationAsync(neo, day), await shared.App.AddConversationAsync(neo, day.AddDays(1) - tick));
        await shared.App.AddConversationAsync(neo, day.AddDays(1));
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await client.FindAsync($"user_id={neo.Id}&date_from=2026-03-10&date_to=2026-03-10")).Ids().ShouldBe([last, first]);
    }

    [Fact]
    public async Task A_conversation_across_midnight_is_found_whole_from_both_days()
    {
        var neo = await shared.App.CreateUserAsync();
        var id = await shared.App.AddConversationAsync(neo, new(2026, 3, 10, 23, 50, 0, TimeSpan.Zero), TimeSpan.FromMinutes(20), messages: 4);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        foreach (var (day, count) in new[] { ("2026-03-09", 0), ("2026-03-10", 1), ("2026-03-11", 1), ("2026-03-12", 0) })
        {
            var found = await client.FindAsync($"user_id={neo.Id}&date_from={day}&date_to={day}");
            found.Count.ShouldBe(count, day);
            found.ShouldAllBe(row => row.Text("conversation_id") == id && row["message_count"]!.GetValue<int>() == 4 && row["duration_seconds"]!.GetValue<double>() == 1200);
        }
    }

    [Theory]
    [InlineData("date_from", "yesterday")]
    [InlineData("date_from", "2026-13-01")]
    [InlineData("date_from", "2026-02-30")]
    [InlineData("date_from", "10.03.2026")]
    [InlineData("date_from", "03/10/2026")]
    [InlineData("date_to", "2026-03-10T25:00")]
    [InlineData("date_to", "2026-03-10T10:00:00%2B99:00")]
    [InlineData("date_to", "1773144000")]
    [InlineData("date_to", "%00")]
    [InlineData("date_to", "'; DROP TABLE users; --")]
    public async Task A_date_that_is_none_is_named(string member, string date)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        using var answer = await client.GetAsync($"{Conversing.Path}?{member}={date}");

        await answer.ShouldNameAsync(member);
    }

    [Fact]
    public async Task Dates_that_run_backwards_are_refused_and_one_day_is_not_backwards()
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        await client.FindAsync("date_from=2026-03-10&date_to=2026-03-10");

        using var answer = await client.GetAsync($"{Conversing.Path}?date_from=2026-03-11&date_to=2026-03-09");

        await answer.ShouldNameAsync("date_to");
    }

    private async Task<int> FindAsync(string dates)
    {
        var neo = await shared.App.CreateUserAsync();
        await shared.App.AddConversationAsync(neo, Noon);
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        return (await client.FindAsync($"user_id={neo.Id}&{dates}")).Count;
    }
}
