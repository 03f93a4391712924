using Omni2.E2E.Pages;
using Omni2.E2E.Support;

namespace Omni2.E2E.Journeys;

/// <summary>What a person sees and can do while an answer is given, and when it has been given.</summary>
public sealed class AnswerJourney(Stage stage) : Journey(stage)
{
    private const string Markdown = """
        ## A heading

        Some **bold** words, a [good link](https://example.com/good), a [bad link](javascript:document.title='bad') and <script>document.title = 'bad'</script><img src=x onerror="document.title='bad'">.

        ![a picture](https://pictures.example/pixel.png)

        | Name | A column with quite a long title | Another column with a long title | And one more of the kind |
        | ---: | --- | --- | --- |
        | first | 12 | | |

        ```js
        const a = 1 < 2;
        ```
        """;

    private HostedApp _app = null!;
    private Visitor _visitor = null!;
    private ChatPage _chat = null!;

    [Fact]
    public async Task Text_is_shown_before_the_end_and_a_second_message_cannot_be_sent_meanwhile()
    {
        await BeginAsync();
        var held = Model.Hold("Slowly please", "The **beginning**", " and the end.");
        await _chat.SayAsync("Slowly please");

        await Expect(_chat.Answers).ToContainTextAsync("The **beginning**");
        await Expect(_chat.Send).ToBeDisabledAsync();
        await _chat.SayAsync("And another");
        await Expect(_chat.Message).ToHaveValueAsync("And another");
        await Expect(_chat.Questions).ToHaveCountAsync(1);
        held.Release();

        await Expect(_chat.FinishedAnswers.Locator("strong")).ToHaveTextAsync("beginning");
        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync("The beginning and the end.");
        await Expect(_chat.Message).ToHaveValueAsync("And another");
        await Expect(_chat.Send).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Markdown_is_rendered_at_the_end_and_nothing_in_it_runs_or_loads()
    {
        await BeginAsync();
        var requests = new List<string>();
        _visitor.Page.Request += (_, request) => requests.Add(request.Url);
        Model.Answer("Markdown please", Markdown);
        await _chat.AskAsync("Markdown please");

        var prose = _chat.FinishedAnswers.Locator(".prose");
        await Expect(prose.GetByRole(AriaRole.Heading)).ToHaveTextAsync("A heading");
        await Expect(prose.GetByRole(AriaRole.Cell)).ToHaveTextAsync(["first", "12", "", ""]);
        await Expect(prose.Locator("pre code")).ToHaveTextAsync("const a = 1 < 2;");
        await Expect(prose.GetByRole(AriaRole.Link)).ToHaveTextAsync(["good link"]);
        await Expect(prose).ToContainTextAsync("bad link and <script>document.title = 'bad'</script><img src=x");
        await Expect(prose.Locator("script, img")).ToHaveCountAsync(0);
        await Expect(_visitor.Page).ToHaveTitleAsync("Chat · Omni2");
        requests.ShouldAllBe(url => url.StartsWith(_app.Address.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_ends_the_answer_and_keeps_what_was_said()
    {
        await BeginAsync();
        Model.Hold("Too long", "What was said", " and what was not.");
        await _chat.SayAsync("Too long");
        await Expect(_chat.Answers).ToContainTextAsync("What was said");
        await _chat.Stop.ClickAsync();

        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync("What was said");
        await Expect(_chat.FinishedAnswers).ToContainTextAsync("Stopped by you");
        await Expect(_chat.Stop).ToBeDisabledAsync();
        await _visitor.Page.ReloadAsync();
        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync("What was said");
    }

    [Fact]
    public async Task Enter_sends_Shift_Enter_makes_a_line_and_nothing_is_not_sent()
    {
        await BeginAsync();
        await _chat.Message.PressAsync("Enter");
        await _chat.SayAsync("   ");
        await Expect(_chat.Questions).ToHaveCountAsync(0);

        await _chat.Message.FillAsync("");
        await _chat.Message.PressSequentiallyAsync("one");
        await _chat.Message.PressAsync("Shift+Enter");
        await _chat.Message.PressSequentiallyAsync("two");
        await Expect(_chat.Message).ToHaveValueAsync("one\ntwo");
        await _chat.Message.PressAsync("Enter");

        await Expect(_chat.FinishedAnswers).ToHaveCountAsync(1);
        (await _chat.Questions.InnerTextAsync()).ShouldBe("one\ntwo");
        await Expect(_chat.Message).ToHaveValueAsync("");
        (await _app.ScalarAsync<string>("SELECT text FROM omni2.messages WHERE role = 'user' AND conversation_id = $1", Guid.Parse(_chat.ConversationId))).ShouldBe("one\ntwo");
    }

    [Fact]
    public async Task A_message_sent_before_the_socket_is_open_is_answered()
    {
        await BeginAsync(wait: false);
        await _visitor.Page.GotoAsync("/chat", new() { WaitUntil = WaitUntilState.Commit });
        await _chat.Message.FillAsync("Very early");
        await _chat.Send.ClickAsync();

        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync("Hello from the scripted model.");
        await Expect(_chat.Questions).ToHaveTextAsync(["Very early"]);
    }

    [Fact]
    public async Task An_error_of_the_model_is_told_in_place_and_Try_again_asks_again()
    {
        await BeginAsync();
        Model.When("Does it fail?", exchange => exchange.StatusAsync(401, """{"error":{"message":"Incorrect API key provided: test-key"}}"""));
        await _chat.SayAsync("Does it fail?");
        await Expect(_chat.Answers.GetByRole(AriaRole.Alert)).ToContainTextAsync("administrator");
        (await _chat.Log.InnerTextAsync()).ShouldNotContain("test-key");

        Model.Answer("Does it fail?", "Not this time.");
        await _chat.TryAgain.ClickAsync();
        await Expect(_chat.FinishedAnswers.Locator(".prose")).ToHaveTextAsync("Not this time.");
        await Expect(_chat.TryAgain).ToHaveCountAsync(0);
        await Expect(_chat.Message).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_word_of_16000_letters_and_right_to_left_text_do_not_break_the_layout(int width)
    {
        await BeginAsync(new Screen(width, 740, Dark: false));
        const string Hebrew = "שלום, מה שלומך? omni2 עובד";
        var word = new string('w', 16_000);
        Model.Answer(word, new string('m', 5000));
        Model.Answer(Hebrew, "**שלום** לך");

        await _chat.AskAsync(word);
        await _chat.AskAsync(Hebrew);

        await Expect(_chat.Questions.First).ToHaveTextAsync(word);
        (await _visitor.Page.SidewaysAsync()).ShouldBeEmpty();
        (await _chat.FinishedAnswers.Last.Locator("p").First.EvaluateAsync<string>("p => getComputedStyle(p.closest('[dir]')).direction")).ShouldBe("rtl");
    }

    [Fact]
    public async Task How_an_answer_came_about_opens_under_it()
    {
        await BeginAsync();
        await _chat.AskAsync("Why?");
        await _chat.FinishedAnswers.GetByText("How this answer came about").ClickAsync();

        await Expect(_chat.FinishedAnswers.Locator(".event-type")).ToHaveTextAsync(PanelRegion.TypesOfAnAnswer);
    }

    private async Task BeginAsync(Screen? screen = null, bool wait = true)
    {
        _app = await Stage.ScriptedAppAsync();
        _visitor = await VisitAsync(_app, await _app.CreateAsync("asker"), screen);
        _chat = wait ? await ChatPage.OpenAsync(_visitor.Page) : new ChatPage(_visitor.Page);
    }
}
