using System.Net.Http.Json;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Access;

/// <summary>Any text in any field of management: kept and shown as text, or refused; never an error of ours.</summary>
[Collection(nameof(ManagedApp))]
public sealed class HostileManagementTests(ManagedApp world)
{
    public static TheoryData<string> Names => HostileTexts.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_api_takes_or_refuses_any_text(string name)
    {
        var (text, json) = (HostileTexts.Of(name), HostileTexts.InJson(HostileTexts.Of(name)));
        var neo = await world.App.CreateUserAsync();
        var role = (await world.CreateRoleAsync()).Text("name");
        var (user, address) = ($"/api/v1/users/{neo.Id}", HostileTexts.InAddress(text));
        // The server itself takes no path with U+0000.
        var path = HostileTexts.IsNoForm(text) ? "nothing" : address;

        foreach (var answer in new[]
        {
            await world.Api.PostJsonAsync("/api/v1/roles", $$"""{"name":{{json}}}"""),
            await world.Api.PutJsonAsync($"/api/v1/roles/{role}", $$"""{"description":{{json}},"mcp_access":[{{json}}]}"""),
            await world.Api.PutJsonAsync($"/api/v1/roles/{role}", $$$"""{"tool_restrictions":{{{{json}}}:[{{{json}}}]}}"""),
            await world.Api.PutJsonAsync($"/api/v1/roles/{role}", $$$"""{"rights":[{{{json}}}],{{{json}}}:{{{json}}}}"""),
            await world.Api.PatchJsonAsync(user, $$"""{"full_name":{{json}}}"""),
            await world.Api.PatchJsonAsync(user, $$"""{"email":{{json}},"role":{{json}},"cost_limit_daily":{{json}}}"""),
            await world.Api.PutJsonAsync($"{user}/password", $$"""{"password":{{json}}}"""),
            await world.Api.PutJsonAsync($"{user}/block", $$"""{"reason":{{json}},"message":{{json}}}"""),
            await world.Api.PutJsonAsync($"{user}/block", $$"""{"reason":"so","until":{{json}},"services":[{{json}}]}"""),
            await world.Api.GetAsync($"/api/v1/users?q={address}"),
            await world.Api.GetAsync($"/api/v1/users?cursor={address}&limit={address}"),
            await world.Api.GetAsync($"/api/v1/roles/{path}"),
            await world.Api.DeleteAsync($"/api/v1/roles/{path}"),
            await world.Api.GetAsync($"/api/v1/access/{neo.Id}?role={address}"),
        })
        {
            await answer.ShouldBeDecentAsync(name);
            answer.Dispose();
        }
    }

    [Fact]
    public async Task The_pages_show_any_text_as_text()
    {
        using var browser = await world.App.SignInAsync(world.Admin);
        var neo = await world.App.CreateUserAsync();
        var role = (await world.CreateRoleAsync()).Text("name");
        var text = HostileTexts.Of("a script");
        using var named = await world.Api.PatchAsJsonAsync($"/api/v1/users/{neo.Id}", new { full_name = text });
        using var described = await world.Api.PutAsJsonAsync($"/api/v1/roles/{role}", new { description = text, mcp_access = new[] { "<script>" }, tool_restrictions = new Dictionary<string, string[]> { ["everything"] = [text, "*"] } });
        using var blocked = await world.Api.PutAsJsonAsync($"/api/v1/users/{neo.Id}/block", new { reason = text, message = text });

        foreach (var path in new[] { $"/admin/users?q={neo.Email}", $"/admin/users/{neo.Id}", $"/admin/roles?role={role}&q={Uri.EscapeDataString("e")}", $"/admin/roles?q={Uri.EscapeDataString(text)}", $"/admin/roles/edit/{role}", $"/admin/access?user={neo.Id}&role={role}&mcp={Uri.EscapeDataString(text)}&tool={Uri.EscapeDataString(text)}", $"/admin/access?user={Uri.EscapeDataString(text)}" })
        {
            using var page = await browser.GetPageAsync(path);
            page.QuerySelectorAll("main script, main img").ShouldBeEmpty(path);
        }
    }
}
