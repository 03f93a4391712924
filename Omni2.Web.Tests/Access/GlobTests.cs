using Omni2.Web.Access;

namespace Omni2.Web.Tests.Access;

public sealed class GlobTests
{
    [Theory]
    [InlineData("echo", "echo", true)]
    [InlineData("echo", "Echo", false)]
    [InlineData("echo", "echoes", false)]
    [InlineData("get-*", "get-", true)]
    [InlineData("get-*", "get-env", true)]
    [InlineData("get-*", "forget-env", false)]
    [InlineData("*", "", true)]
    [InlineData("**a*", "bab", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-b-", false)]
    [InlineData("?dd", "add", true)]
    [InlineData("?dd", "dd", false)]
    [InlineData("\\?", "?", true)]
    [InlineData("\\?", "x", false)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "axb", false)]
    [InlineData("a\\\\b", "a\\b", true)]
    [InlineData("\\", "\\", true)]
    [InlineData("<", "<", true)]
    [InlineData("\"", "x", false)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    public void A_pattern_names_what_it_says(string pattern, string name, bool matches) => Glob.Matches(pattern, name).ShouldBe(matches);

    [Fact]
    public void No_pattern_takes_long() =>
        Glob.Matches(string.Concat(Enumerable.Repeat("*a", 128)) + "b", new string('a', 256)).ShouldBeFalse();
}
