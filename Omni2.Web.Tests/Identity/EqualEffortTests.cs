using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Omni2.Web.Identity;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Identity;

public sealed class EqualEffortTests(SharedApp shared)
{
    [Fact]
    public async Task An_unknown_email_costs_one_hash_verification_like_a_wrong_password()
    {
        var hasher = new CountingHasher();
        await using var app = Omni2App.Start(
            await shared.Postgres.CreateDatabaseAsync(), services: services => services.AddSingleton<IPasswordHasher<User>>(hasher));
        using var client = app.ClientFor(null);

        var wrong = await CountAsync("neo@matrix.com");
        var unknown = await CountAsync("nobody@matrix.com");

        wrong.ShouldBe(1);
        unknown.ShouldBe(1);
        hasher.Hashes.Select(Cost).Distinct().ShouldHaveSingleItem();

        async Task<int> CountAsync(string email)
        {
            var before = hasher.Hashes.Count;
            using var answer = await client.PostAsJsonAsync("/api/v1/auth/token", new { email, password = "not it" });
            return hasher.Hashes.Count - before;
        }
    }

    // Format, function and iteration count are a hash's first nine bytes.
    private static string Cost(string hash) => Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 9));

    private sealed class CountingHasher : PasswordHasher<User>
    {
        public List<string> Hashes { get; } = [];

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Hashes.Add(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
