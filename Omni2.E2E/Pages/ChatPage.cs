namespace Omni2.E2E.Pages;

internal sealed class ChatPage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator Message => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Send => Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });

    public ILocator Stop => Page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true });

    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Status => Page.Locator("#chat-status");

    /// <summary>What is said about the connection, above the text box.</summary>
    public ILocator Trouble => Page.Locator("#composer-status");

    public ILocator Notice => Page.GetByRole(AriaRole.Note);

    public ILocator Questions => Log.GetByRole(AriaRole.Article, new() { Name = "You" });

    public ILocator Answers => Log.GetByRole(AriaRole.Article, new() { Name = "Answer" });

    /// <summary>Answers as they are stored: rendered by the server.</summary>
    public ILocator FinishedAnswers => Log.Locator("article[data-session][id^=answer-]");

    public ILocator TryAgain => Log.GetByRole(AriaRole.Button, new() { Name = "Try again" });

    public string ConversationId => Page.Url.Split("conversation_id=")[1];

    public static async Task<ChatPage> OpenAsync(IPage page, string query = "")
    {
        await page.GotoAsync($"/chat{query}");
        var chat = new ChatPage(page);
        await Expect(chat.Status).ToHaveTextAsync("Connected");
        return chat;
    }

    /// <summary>Sends without waiting for the answer.</summary>
    public async Task SayAsync(string text)
    {
        await Message.FillAsync(text);
        await Message.PressAsync("Enter");
    }

    /// <summary>Sends and waits until the answer is there as it is stored.</summary>
    public async Task AskAsync(string text)
    {
        var before = await FinishedAnswers.CountAsync();
        await SayAsync(text);
        await Expect(FinishedAnswers).ToHaveCountAsync(before + 1);
        await Expect(Send).ToBeEnabledAsync();
    }
}
