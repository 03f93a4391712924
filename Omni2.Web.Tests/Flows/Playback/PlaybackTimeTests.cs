using Omni2.Web.Flows;
using Omni2.Web.Flows.Playback;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Flows.Playback;

public sealed class PlaybackTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_long_silence_between_two_messages_is_played_as_a_second_and_told()
    {
        var parts = RecordedPart.Lay([Talk(Start), Talk(Start.AddMinutes(12))]);

        parts[1].From.ShouldBe(parts[0].Session.Duration!.Value + RecordedPart.ShortSilence);
        parts[1].Silence.ShouldBe(TimeSpan.FromMinutes(12) - parts[0].Session.Duration!.Value);
    }

    [Fact]
    public void A_short_silence_is_played_as_it_was()
    {
        var parts = RecordedPart.Lay([Talk(Start), Talk(Start.AddSeconds(4))]);

        parts[1].From.ShouldBe(TimeSpan.FromSeconds(4));
        parts[1].Silence.ShouldBeNull();
    }

    [Fact]
    public void A_session_whose_clock_was_set_back_follows_the_one_before()
    {
        var parts = RecordedPart.Lay([Talk(Start), Talk(Start.AddSeconds(-30))]);

        parts[1].From.ShouldBe(parts[0].Session.Duration!.Value);
        parts[1].Silence.ShouldBeNull();
    }

    [Fact]
    public void A_session_that_has_recorded_nothing_has_no_place()
    {
        RecordedPart.Lay([FlowScript.Begin(Start).Session, Talk(Start.AddSeconds(2))]).ShouldHaveSingleItem().From.ShouldBe(TimeSpan.Zero);
        RecordedPart.Lay([]).ShouldBeEmpty();
    }

    [Fact]
    public void A_session_that_was_still_running_lasts_to_its_last_event()
    {
        var parts = RecordedPart.Lay([FlowScript.Begin(Start).Checks().Session, Talk(Start.AddMinutes(1))]);

        parts[1].From.ShouldBe(TimeSpan.FromMilliseconds(5) + RecordedPart.ShortSilence);
    }

    private static FlowSessionView Talk(DateTimeOffset startedAt) => FlowScript.Begin(startedAt).Checks().Thinks().Wait(TimeSpan.FromMilliseconds(500)).Answers().Session;
}
