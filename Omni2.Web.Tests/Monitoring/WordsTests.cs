using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class WordsTests(SharedApp shared)
{
    [Fact]
    public async Task Flow_events_never_hold_what_people_wrote()
    {
        const string Word = "xylographically";
        var (watcher, neo) = await shared.App.MonitoredPairAsync();
        await using var watch = await shared.App.WatchAsync(watcher, neo);
        await using var panel = await shared.App.OpenPanelAsync(watcher, neo);
        await panel.ReceiveTextAsync();

        var result = (await shared.App.SayAsync(neo, $"What does {Word} mean?"))["result"]!;

        result.Text("answer").ShouldContain(Word);
        var sessionId = Guid.Parse(result.Text("session_id"));
        string[] told =
        [
            string.Concat(await watch.ReceiveSessionAsync()),
            await panel.ReceiveSessionHtmlAsync(),
            (await shared.App.ScalarAsync<string>("SELECT flow_data::text FROM omni2.interaction_flows WHERE session_id = $1", sessionId))!,
            (await shared.App.ScalarAsync<string>("SELECT string_agg(event::text, '') FROM omni2.flow_events WHERE session_id = $1", sessionId))!,
        ];
        told.ShouldAllBe(text => text.Contains("llm_complete", StringComparison.Ordinal) && !text.Contains(Word, StringComparison.OrdinalIgnoreCase));
    }
}
