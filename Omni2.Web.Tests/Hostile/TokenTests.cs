using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Bearer tokens that nobody issued, of every shape: 401, on every way in.</summary>
public sealed class TokenTests(HostileWorld world) : HostileTests(world)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private static readonly long Soon = DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeSeconds();
    private static readonly string Good = $"\"iss\":\"omni2\",\"aud\":\"omni2\",\"exp\":{Soon}";

    private static readonly Dictionary<string, Func<int, string>> Made = new(StringComparer.Ordinal)
    {
        ["dots"] = _ => "...",
        ["two dots"] = _ => "..",
        ["five parts"] = _ => "a.b.c.d.e",
        ["no base64"] = _ => "!!!.???.***",
        ["a space within"] = id => Token(Header, Claims($"\"{id}\"")).Insert(9, " "),
        ["huge"] = _ => new string('a', 7000),
        ["huge and of right form"] = id => Token(Header, Claims($"\"{id}\",\"x\":\"{new string('x', 3000)}\"")) + "A",
        ["no JSON in the header"] = id => Token("owl", Claims($"\"{id}\"")),
        ["an array as header"] = id => Token("[]", Claims($"\"{id}\"")),
        ["an empty header"] = id => Token("{}", Claims($"\"{id}\"")),
        ["alg as a number"] = id => Token("""{"alg":256}""", Claims($"\"{id}\"")),
        ["alg twice"] = id => Unsigned("""{"alg":"HS256","alg":"none"}""", Claims($"\"{id}\"")),
        ["alg none"] = id => Unsigned("""{"alg":"none"}""", Claims($"\"{id}\"")),
        ["alg nOnE"] = id => Unsigned("""{"alg":"nOnE"}""", Claims($"\"{id}\"")),
        ["alg RS256"] = id => Token("""{"alg":"RS256"}""", Claims($"\"{id}\"")),
        ["a key from elsewhere"] = id => Token("""{"alg":"HS256","jku":"http://127.0.0.1:1/k","kid":"../../dev/null","jwk":{"kty":"oct","k":"AA"}}""", Claims($"\"{id}\"")) + "x",
        ["a critical extension"] = id => Token("""{"alg":"HS256","crit":["b64"],"b64":false}""", Claims($"\"{id}\"")) + "x",
        ["encrypted"] = _ => $"{Part("""{"alg":"dir","enc":"A128CBC-HS256"}""")}..AAAAAAAAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
        ["no JSON in the claims"] = _ => Token(Header, "owl"),
        ["an array as claims"] = _ => Token(Header, "[1]"),
        ["null as claims"] = _ => Token(Header, "null"),
        ["no claims"] = _ => Token(Header, "{}"),
        ["sub as a list"] = id => Token(Header, Claims($"[\"{id + 100_000}\"]")),
        ["sub as an object"] = id => Token(Header, Claims($"{{\"id\":{id}}}")),
        ["sub as null"] = _ => Token(Header, Claims("null")),
        ["sub as a fraction"] = id => Token(Header, Claims($"{id}.5")),
        ["sub with a sign"] = id => Token(Header, Claims($"\"+{id}\"")),
        ["sub with words"] = id => Token(Header, Claims($"\"{id} OR 1=1\"")),
        ["sub in other digits"] = _ => Token(Header, Claims("\"\u0661\u0662\"")),
        ["exp as text"] = id => Token(Header, Claims($"\"{id}\"", "\"iss\":\"omni2\",\"aud\":\"omni2\",\"exp\":\"tomorrow\"")),
        ["exp as a huge number"] = id => Token(Header, Claims($"\"{id}\"", "\"iss\":\"omni2\",\"aud\":\"omni2\",\"exp\":-1e300")),
        ["exp as a list"] = id => Token(Header, Claims($"\"{id}\"", "\"iss\":\"omni2\",\"aud\":\"omni2\",\"exp\":[1]")),
        ["no exp"] = id => Token(Header, Claims($"\"{id}\"", "\"iss\":\"omni2\",\"aud\":\"omni2\"")),
        ["of the future"] = id => Token(Header, Claims($"\"{id}\"", $"{Good},\"nbf\":{Soon - 600}")),
        ["nbf as text"] = id => Token(Header, Claims($"\"{id}\"", $"{Good},\"nbf\":\"x\"")) + "x",
        ["iss as a list"] = id => Token(Header, Claims($"\"{id}\"", $"\"iss\":[\"omni3\"],\"aud\":\"omni2\",\"exp\":{Soon}")),
        ["aud of others"] = id => Token(Header, Claims($"\"{id}\"", $"\"iss\":\"omni2\",\"aud\":[\"omni3\",\"\"],\"exp\":{Soon}")),
        ["aud as a number"] = id => Token(Header, Claims($"\"{id}\"", $"\"iss\":\"omni2\",\"aud\":2,\"exp\":{Soon}")),
        ["deep claims"] = id => Token(Header, Claims($"\"{id}\",\"x\":{new string('[', 300)}{new string(']', 300)}")) + "x",
        ["bad UTF-8"] = id => Signed($"{Part(Header)}.{Base64Url.EncodeToString([(byte)'{', 0xC3, 0x28, (byte)'}'])}"),
    };

    public static TheoryData<string> Cases => [.. Made.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_token_like_this_opens_nothing(string name)
    {
        var token = Made[name](World.Admin.Id);
        foreach (var path in new[] { "/api/v1/monitoring/list", "/ws/chat", $"/api/v1/ws/flows/{World.Neo.Id}", $"/ws/panels/{World.Neo.Id}" })
        {
            (await World.App.KnockAsync(path, Knocking.Bearer(token))).ShouldBe(401, path);
        }

        (await World.App.KnockAsync($"/ws/chat?access_token={Uri.EscapeDataString(token)}")).ShouldBe(401);
        (await World.App.KnockAsync("/chat", Knocking.Bearer(token))).ShouldBe(302);
    }

    [Fact]
    public async Task The_same_made_right_opens_everything() =>
        (await World.App.KnockAsync("/ws/chat", Knocking.Bearer(Token(Header, Claims($"\"{World.Admin.Id}\""))))).ShouldBe(101);

    private static string Claims(string subject, string? others = null) => $"{{\"sub\":{subject},{others ?? Good}}}";

    private static string Token(string header, string claims) => Signed($"{Part(header)}.{Part(claims)}");

    private static string Unsigned(string header, string claims) => $"{Part(header)}.{Part(claims)}.";

    private static string Signed(string content) =>
        $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Omni2App.SigningKey), Encoding.ASCII.GetBytes(content)))}";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
