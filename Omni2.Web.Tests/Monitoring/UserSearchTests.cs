using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Monitoring;

public sealed class UserSearchTests(SharedApp shared)
{
    [Fact]
    public async Task People_are_found_by_any_part_of_email_or_name_in_any_case()
    {
        var tag = $"{Guid.NewGuid():N}"[..10];
        var user = await shared.App.CreateUserAsync(name: $"Mouse{tag}");
        await shared.App.ExecuteAsync("UPDATE omni2.users SET full_name = $2 WHERE id = $1", user.Id, $"Ünal {tag}Ärmel");

        var found = await FindAsync($"ouse{tag}");

        found.ShouldHaveSingleItem().Members().ShouldBe(["id", "email", "full_name"]);
        found[0]["id"]!.GetValue<int>().ShouldBe(user.Id);
        (await FindAsync($"OUSE{tag.ToUpperInvariant()}")).ShouldHaveSingleItem();
        (await FindAsync($"{tag}ärm")).ShouldHaveSingleItem();
        (await FindAsync($" {tag}Ärmel ")).ShouldHaveSingleItem();
        (await FindAsync($"{tag}x")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_best_come_first()
    {
        var tag = $"q{Guid.NewGuid():N}"[..10];
        var anywhere = await CreateAsync($"an{tag}@tests.example", "Somebody");
        var word = await CreateAsync($"{Guid.NewGuid():N}@tests.example", $"Ada {tag}");
        var name = await CreateAsync($"{Guid.NewGuid():N}@tests.example", $"{tag} Ada");
        var email = await CreateAsync($"{tag}.long@tests.example", "Somebody");
        var exact = await CreateAsync($"{tag}@tests.example", "Somebody");

        (await IdsAsync(tag)).ShouldBe([exact, email, name, word, anywhere]);
        (await IdsAsync($"{tag}@tests.example"))[0].ShouldBe(exact);
    }

    [Fact]
    public async Task At_most_twenty_are_found()
    {
        var tag = $"many{Guid.NewGuid():N}"[..12];
        for (var i = 0; i < 21; i++)
        {
            await CreateAsync($"{tag}{i}@tests.example", "One of many");
        }

        (await FindAsync(tag)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Percent_underscore_and_backslash_are_only_characters()
    {
        var tag = $"{Guid.NewGuid():N}"[..10];
        var odd = await CreateAsync($"{tag}a@tests.example", $"{tag} 100%_\\");
        await CreateAsync($"{tag}b@tests.example", $"{tag} plain");

        (await IdsAsync($"{tag} 100%")).ShouldBe([odd]);
        (await IdsAsync("%_\\")).ShouldContain(odd);
        (await FindAsync($"{tag}%plain")).ShouldBeEmpty();
        (await FindAsync($"{tag}_plain")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("%22%27%3B--")]
    [InlineData("%F0%9F%90%A2")]
    public async Task What_nobody_is_called_finds_nobody(string part)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));

        (await client.GetJsonAsync($"/api/v1/monitoring/users?q={part}"))["users"]!.AsArray().ShouldBeEmpty();
    }

    private async Task<int> CreateAsync(string email, string fullName)
    {
        var user = await shared.App.CreateUserAsync();
        await shared.App.ExecuteAsync("UPDATE omni2.users SET email = $2, full_name = $3 WHERE id = $1", user.Id, email, fullName);
        return user.Id;
    }

    private async Task<int[]> IdsAsync(string part) => [.. (await FindAsync(part)).Select(user => user["id"]!.GetValue<int>())];

    private async Task<IReadOnlyList<JsonNode>> FindAsync(string part)
    {
        using var client = shared.App.ClientFor(await shared.App.CreateUserAsync("operator"));
        return [.. (await client.GetJsonAsync($"/api/v1/monitoring/users?q={Uri.EscapeDataString(part)}"))["users"]!.AsArray().Select(user => user!)];
    }
}
