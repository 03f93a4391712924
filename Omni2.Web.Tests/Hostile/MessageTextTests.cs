using System.Net;
using AngleSharp.Dom;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>What a person says in a chat: kept exactly, shown as text, in no flow and in no log.</summary>
public sealed class MessageTextTests(HostileWorld world) : HostileTests(world)
{
    public static TheoryData<string> Texts => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_message_is_kept_exactly_and_shown_as_text(string name)
    {
        var marker = $"{Guid.NewGuid():N}";
        var (said, kept) = (HostileTexts.Of(name) + marker, HostileTexts.Kept(HostileTexts.Of(name)) + marker);
        var browser = World.Browser;
        await using var chat = await ChatConnection.ConnectAsync(
            new Uri(World.App.Address, "/ws/chat"), options => Array.ForEach([browser.Cookie(), World.App.Origin()], header => options.SetRequestHeader(header.Name, header.Value!)));
        var conversation = Guid.Parse((await chat.ReceiveAsync()).Text("conversation_id"));

        await chat.SendTextAsync($$"""{"type":"message","text":{{HostileTexts.InJson(said)}}}""");
        var done = await chat.ReceiveUntilAsync("done", "error");

        done.Text("type").ShouldBe("done", $"{done}");
        (await World.App.ScalarAsync<string>("SELECT text FROM omni2.messages WHERE conversation_id = $1 AND role = 'user'", conversation)).ShouldBe(kept);
        using var page = await browser.GetPageAsync($"/chat?conversation_id={conversation}");
        page.QuerySelector(".message-person")!.TextContent.ShouldBe(kept);
        page.QuerySelectorAll("#messages script, [onerror], [onfocus], [autofocus][x]").ShouldBeEmpty();
        (await FirstMessageAsync(conversation)).ShouldStartWith(kept[..Math.Min(kept.Length, 20)]);
        (await World.App.FlowAsync(done)).FlowData.ToJsonString().ShouldNotContain(marker);
        World.App.Logs.Everything.ShouldNotContain(marker);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_type_it_is_no_frame_and_as_an_unknown_member_it_is_ignored(string name)
    {
        var text = HostileTexts.InJson(HostileTexts.Of(name));
        await using var chat = await World.App.OpenChatAsync(World.Neo);

        await chat.SendTextAsync($$"""{"type":{{text}}}""");
        (await chat.ReceiveAsync()).Text("code").ShouldBe("invalid_message");
        await chat.SendTextAsync($$"""{ {{text}}:{{text}},"type":"ping"}""");

        (await chat.ReceiveAsync()).Text("type").ShouldBe("pong");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task As_a_conversation_it_is_not_found(string name)
    {
        var text = HostileTexts.InAddress(HostileTexts.Of(name));

        (await World.App.KnockAsync($"/ws/chat?conversation_id={text}", Knocking.Bearer(World.App.TokenFor(World.Neo)))).ShouldBe(404);

        using var page = await World.Browser.Client.GetAsync($"/chat?conversation_id={text}");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await page.ShouldBeDecentAsync();
    }

    private async Task<string> FirstMessageAsync(Guid conversation) =>
        (await World.Api.GetJsonAsync($"/api/v1/activities/conversations?conversation_id={conversation}"))["conversations"]![0]!.Text("first_message");
}
