using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>The line is cut while an answer is given; the answer runs on without it.</summary>
public sealed class LostSocketJourney(Stage stage) : Journey(stage)
{
    private HostedApp _app = null!;
    private Account _person = null!;
    private ChatPage _chat = null!;
    private SocketCut _line = null!;

    [Fact]
    public async Task An_answer_whose_socket_is_lost_goes_on_after_the_reconnect_and_is_whole_once()
    {
        await BeginAsync();
        var held = Model.Hold("Will it survive?", "The beginning", " and the end.");
        await _chat.SayAsync("Will it survive?");
        await Expect(_chat.Log).ToContainTextAsync("The beginning");

        await _line.CutAsync();
        await Expect(_chat.Status).ToHaveTextAsync("Reconnecting…");
        await Expect(_chat.Status).ToHaveTextAsync("Connected");
        await Expect(_chat.Stop).ToBeEnabledAsync();
        held.Release();

        await ShouldBeWholeOnceAsync("Will it survive?", "The beginning and the end.");
    }

    [Fact]
    public async Task An_answer_that_ended_while_the_socket_was_lost_is_there_after_the_reconnect()
    {
        await BeginAsync();
        var held = Model.Hold("Will it end without me?", "The beginning", " and the end.");
        await _chat.SayAsync("Will it end without me?");
        await Expect(_chat.Log).ToContainTextAsync("The beginning");

        await _line.CutAsync();
        held.Release();

        await Expect(_chat.Status).ToHaveTextAsync("Connected");
        await ShouldBeWholeOnceAsync("Will it end without me?", "The beginning and the end.");
    }

    [Fact]
    public async Task A_first_message_whose_socket_is_lost_before_a_word_came_back_is_answered_in_the_same_conversation()
    {
        await BeginAsync();
        var held = Model.Hold("Silence?", "", "Not a word was lost.");
        await _chat.SayAsync("Silence?");
        await ShouldBeStoredAsync("Silence?");

        await _line.CutAsync();
        await Expect(_chat.Status).ToHaveTextAsync("Reconnecting…");
        await Expect(_chat.Status).ToHaveTextAsync("Connected");
        await Expect(_chat.Stop).ToBeEnabledAsync();
        held.Release();

        await ShouldBeWholeOnceAsync("Silence?", "Not a word was lost.");
    }

    [Fact]
    public async Task A_message_sent_while_the_line_is_down_is_answered_once_it_is_back()
    {
        await BeginAsync();
        await _chat.AskAsync("First");
        await _line.CutAsync();
        await Expect(_chat.Status).ToHaveTextAsync("Reconnecting…");
        Model.Answer("Said into the dark", "It was heard.");
        await _chat.SayAsync("Said into the dark");

        await Expect(_chat.FinishedAnswers).ToHaveCountAsync(2);
        await Expect(_chat.Questions).ToHaveTextAsync(["First", "Said into the dark"]);
        await Expect(_chat.Answers.Last).ToContainTextAsync("It was heard.");
        await Expect(_chat.Answers).ToHaveCountAsync(2);
    }

    private async Task BeginAsync()
    {
        _app = await Stage.ScriptedAppAsync();
        _person = await _app.CreateAsync("lost");
        var visitor = await VisitAsync(_app, _person);
        _line = await SocketCut.BetweenAsync(visitor.Page, "/ws/chat");
        _chat = await ChatPage.OpenAsync(visitor.Page);
    }

    private async Task ShouldBeStoredAsync(string question)
    {
        while (await _app.ScalarAsync<long>("SELECT count(*) FROM omni2.messages WHERE user_id = $1 AND text = $2", _person.Id, question) == 0)
        {
            await Task.Delay(20);
        }
    }

    private async Task ShouldBeWholeOnceAsync(string question, string answer)
    {
        await Expect(_chat.FinishedAnswers).ToHaveCountAsync(1);
        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync(answer);
        await Expect(_chat.Answers).ToHaveCountAsync(1);
        await Expect(_chat.Questions).ToHaveTextAsync([question]);
        await Expect(_chat.Send).ToBeEnabledAsync();
        (await _app.ScalarAsync<long>("SELECT count(*) FROM omni2.conversations WHERE user_id = $1", _person.Id)).ShouldBe(1);
    }
}
