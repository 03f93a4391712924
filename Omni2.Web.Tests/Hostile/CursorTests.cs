using System.Buffers.Binary;
using System.Buffers.Text;
using Omni2.Web.Tests.Conversations;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Cursors, dates and zones that a search of ours never gave out.</summary>
public sealed class CursorTests(HostileWorld world) : HostileTests(world)
{
    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(3155378975999999999L)]
    public async Task A_cursor_of_right_form_with_any_time_is_only_a_place_in_the_list(long ticks)
    {
        foreach (var fill in new byte[] { 0, 0xFF })
        {
            var answer = await World.Api.GetJsonAsync($"{Conversing.Path}?cursor={Cursor(ticks, fill)}");
            answer.Members().ShouldBe(["conversations", "next_cursor"]);
        }
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(3155378976000000000L)]
    [InlineData(long.MaxValue)]
    public async Task A_cursor_of_right_form_outside_of_time_is_named(long ticks)
    {
        using var answer = await World.Api.GetAsync($"{Conversing.Path}?cursor={Cursor(ticks, 1)}");

        await answer.ShouldNameAsync("cursor");
    }

    [Fact]
    public async Task Another_querys_cursor_gives_no_row_that_the_query_does_not_match()
    {
        var (neo, avi) = (await World.App.CreateUserAsync(), await World.App.CreateUserAsync());
        foreach (var person in new[] { neo, avi, neo, avi })
        {
            await World.App.AddConversationAsync(person, DateTimeOffset.UtcNow);
        }

        var cursor = (await World.Api.GetJsonAsync($"{Conversing.Path}?user_id={neo.Id}&limit=1")).Text("next_cursor");
        var found = await World.Api.FindAsync($"user_id={avi.Id}&cursor={cursor}");

        found.ShouldHaveSingleItem()["user_id"]!.GetValue<int>().ShouldBe(avi.Id);
        foreach (var cut in new[] { cursor[..^1], cursor[1..], $"{cursor}A", $"{cursor}=", $"{cursor}%20x", cursor[..16] })
        {
            using var answer = await World.Api.GetAsync($"{Conversing.Path}?cursor={cut}");
            await answer.ShouldNameAsync("cursor");
        }
    }

    [Fact]
    public async Task A_cursor_in_other_capitals_does_not_spoil_the_next_page()
    {
        var neo = await World.App.CreateUserAsync();
        for (var i = 0; i < 2; i++)
        {
            await World.App.AddConversationAsync(neo, DateTimeOffset.UtcNow);
        }

        using var page = await World.Browser.GetPageAsync($"/analytics/conversations?user_id={neo.Id}&limit=1&CURSOR=");
        using var next = await World.Browser.Client.GetAsync(page.QuerySelector("#more button")!.GetAttribute("hx-get"));

        next.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    // The system looks a zone up as a file: a path from outside could name any, also one that never ends.
    [Fact]
    public async Task A_zone_is_a_name_and_never_a_path()
    {
        var neo = await World.App.CreateUserAsync();
        await World.App.AddConversationAsync(neo, new(2026, 3, 10, 20, 0, 0, TimeSpan.Zero));
        var file = Path.GetTempFileName();
        File.Copy(Path.Combine("/usr/share/zoneinfo", "Asia/Tokyo"), file, overwrite: true);
        try
        {
            (await FindAsync("Asia/Tokyo")).ShouldBe(1);
            foreach (var zone in new[] { file, $"../../..{file}", "../zoneinfo/Asia/Tokyo", "./Asia/Tokyo", "Asia//Tokyo", "Asia/../Asia/Tokyo", "Asia/Tokyo/", "Asia", new string('A', 5000) })
            {
                (await FindAsync(zone)).ShouldBe(0, zone);
            }
        }
        finally
        {
            File.Delete(file);
        }

        // On the 11th only in Tokyo; an unknown zone is UTC.
        async Task<int> FindAsync(string zone) =>
            (await World.Api.FindAsync($"user_id={neo.Id}&date_from=2026-03-11&date_to=2026-03-11&tz={Uri.EscapeDataString(zone)}")).Count;
    }

    private static string Cursor(long ticks, byte fill)
    {
        var bytes = new byte[24];
        Array.Fill(bytes, fill);
        BinaryPrimitives.WriteInt64BigEndian(bytes, ticks);
        return Base64Url.EncodeToString(bytes);
    }
}
