using System.Net;
using System.Text;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Hostile;

/// <summary>Bodies that are no JSON, too much of it, or JSON that two readers would read differently.</summary>
public sealed class BodyTests(HostileWorld world) : HostileTests(world)
{
    private const string Token = "/api/v1/auth/token";
    private const int MostBytes = 1024 * 1024;

    private static readonly Dictionary<string, (byte[] Body, string Member)> Bodies = new(StringComparer.Ordinal)
    {
        ["nothing"] = ([], "body"),
        ["a byte order mark"] = ([0xEF, 0xBB, 0xBF, .. "[]"u8], "body"),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("{}"), "body"),
        ["UTF-32"] = (Encoding.UTF32.GetBytes("{}"), "body"),
        ["bad UTF-8"] = ([.. "{\"email\":\"a"u8, 0xC3, 0x28, .. "\",\"password\":\"x\"}"u8], "email"),
        ["an overlong slash"] = ([.. "{\"email\":\"a"u8, 0xC0, 0xAF, .. "\",\"password\":\"x\"}"u8], "email"),
        ["a lone surrogate in UTF-8"] = ([.. "{\"email\":\"a"u8, 0xED, 0xA0, 0x80, .. "\",\"password\":\"x\"}"u8], "email"),
        ["a raw control character"] = ("{\"email\":\"a\u0001b\",\"password\":\"x\"}"u8.ToArray(), "email"),
        ["comments"] = ("/* x */{}"u8.ToArray(), "body"),
        ["a trailing comma"] = ("{\"email\":\"a\",\"password\":\"x\",}"u8.ToArray(), "body"),
        ["single quotes"] = ("{'email':'a'}"u8.ToArray(), "body"),
        ["two documents"] = ("{\"email\":\"a\",\"password\":\"x\"}{}"u8.ToArray(), "body"),
        ["half a document"] = ("{\"email\":\"a\",\"pass"u8.ToArray(), "body"),
        ["a number"] = ("1e999"u8.ToArray(), "body"),
        ["NaN"] = ("{\"email\":NaN}"u8.ToArray(), "email"),
        ["an object as text"] = ("{\"email\":{\"a\":1},\"password\":\"x\"}"u8.ToArray(), "email"),
        ["deep as a member"] = (Encoding.ASCII.GetBytes($"{{\"email\":{new string('[', 10_000)}"), "email"),
        ["deep as a body"] = (Encoding.ASCII.GetBytes(new string('[', 10_000)), "body"),
        ["a member twice"] = ("{\"email\":\"a\",\"password\":\"x\",\"email\":\"b\"}"u8.ToArray(), "email"),
        ["a member twice, of two types"] = ("{\"email\":\"a\",\"password\":7,\"password\":\"x\"}"u8.ToArray(), "password"),
        ["a member in other capitals"] = ("{\"Email\":\"a\",\"password\":\"x\"}"u8.ToArray(), "email"),
    };

    public static TheoryData<string> Cases => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_wrong_with_a_body_is_named(string name)
    {
        var (body, member) = Bodies[name];

        using var answer = await PostAsync(Token, body, "application/json");

        await answer.ShouldNameAsync(member);
    }

    [Theory]
    [InlineData("/api/v1/monitoring/enable")]
    [InlineData("/api/v1/monitoring/disable")]
    public async Task A_list_of_people_twice_or_deep_or_huge_is_named_and_changes_nothing(string path)
    {
        var id = (await World.App.CreateUserAsync()).Id;
        string[] bodies =
        [
            $$"""{"user_ids":[{{World.Neo.Id}}],"ttl_hours":1,"reason":"r","user_ids":[{{id}}]}""",
            $$"""{"user_ids":[[{{id}}]],"ttl_hours":1,"reason":"r"}""",
            $$"""{"user_ids":[{{string.Join(',', Enumerable.Repeat(id, 1001))}}],"ttl_hours":1,"reason":"r"}""",
            $$"""{"user_ids":[{{id}},1e1],"ttl_hours":1,"reason":"r"}""",
            $$"""{"user_ids":[{{id}},-{{id}}],"ttl_hours":1,"reason":"r"}""",
        ];
        foreach (var body in bodies)
        {
            using var answer = await World.Api.PostJsonAsync(path, body);
            await answer.ShouldNameAsync("user_ids");
        }

        (await World.App.ScalarAsync<long>("SELECT count(*) FROM omni2.monitoring_grants WHERE user_id = $1", id)).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_1_MiB_is_read_and_one_byte_more_is_413(bool inChunks)
    {
        // In chunks, their own lengths count too.
        using var most = await PostAsync(Token, Long(inChunks ? MostBytes - 1024 : MostBytes), "application/json", inChunks);
        using var more = await PostAsync(Token, Long(MostBytes + 1), "application/json", inChunks);

        await most.ProblemAsync(HttpStatusCode.Unauthorized);
        await more.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    [InlineData("application/json; charset=\"")]
    [InlineData("json")]
    public async Task Another_type_is_415(string type)
    {
        using var answer = await PostAsync(Token, "{\"email\":\"a\",\"password\":\"x\"}"u8.ToArray(), type);

        await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    private static byte[] Long(int bytes) => Encoding.ASCII.GetBytes("{\"email\":\"a\",\"password\":\"x\"}".PadRight(bytes));

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type, bool inChunks = false)
    {
        using var client = World.App.ClientFor(null);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = inChunks;
        return await client.SendAsync(request);
    }
}
