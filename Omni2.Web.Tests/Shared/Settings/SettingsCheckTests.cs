using Omni2.Web.Shared.Settings;
using Omni2.Web.Tests.Support;

namespace Omni2.Web.Tests.Shared.Settings;

/// <summary>Every key that is missing or wrong is one sentence that names it, and never its value.</summary>
public sealed class SettingsCheckTests
{
    [Fact]
    public void A_right_configuration_has_no_faults() => CheckedSettings.Faults().ShouldBeEmpty();

    [Theory]
    [InlineData("ConnectionStrings__Omni2", "")]
    [InlineData("Omni2__Jwt__SigningKey", "")]
    [InlineData("Omni2__Jwt__SigningKey", "secretive")]
    [InlineData("Omni2__Jwt__Lifetime", "secretive")]
    [InlineData("Omni2__Jwt__Lifetime", "00:00:00")]
    [InlineData("Omni2__Jwt__Lifetime", "8")]
    [InlineData("Omni2__Jwt__Issuer", "")]
    [InlineData("Omni2__Chat__MaxIterations", "secretive")]
    [InlineData("Omni2__Chat__MaxIterations", "0")]
    [InlineData("Omni2__Chat__ApprovalTimeout", "secretive")]
    [InlineData("Omni2__Chat__ApprovalTimeout", "02:00:00")]
    [InlineData("Omni2__Monitoring__Notice", "secretive")]
    [InlineData("Omni2__Llm__Provider", "secretive")]
    [InlineData("Omni2__Llm__MaxOutputTokens", "secretive")]
    [InlineData("Omni2__Llm__MaxOutputTokens", "99999999999")]
    [InlineData("Omni2__Llm__MaxOutputTokens", "")]
    [InlineData("Omni2__Llm__HistoryTokens", "-1")]
    [InlineData("Omni2__Llm__InputPricePerMillion", "secretive")]
    [InlineData("Omni2__Llm__OutputPricePerMillion", "-1")]
    [InlineData("Omni2__Llm__IdleTimeout", "60")]
    [InlineData("Omni2__Llm__OverallTimeout", "secretive")]
    [InlineData("Omni2__Llm__DemoWordDelay", "00:02:00")]
    [InlineData("Omni2__Mcp__ConnectTimeout", "secretive")]
    [InlineData("Omni2__Mcp__CallTimeout", "00:00:00")]
    [InlineData("Omni2__Mcp__HealthCheck", "30")]
    [InlineData("Omni2__Mcp__MaxResultCharacters", "1")]
    [InlineData("Omni2__Mcp__MaxTools", "secretive")]
    [InlineData("Omni2__Mcp__MaxResponseBytes", "1.5")]
    [InlineData("Omni2__Log__Format", "secretive")]
    [InlineData("Omni2__Log__RetainedFiles", "secretive")]
    [InlineData("Omni2__Log__RetainedFiles", "0")]
    [InlineData("Omni2__Log__File", "/proc/secretive/omni2-.log")]
    public void A_wrong_value_is_one_sentence_that_names_the_key(string key, string value)
    {
        var fault = CheckedSettings.Faults((key, value)).ShouldHaveSingleItem();

        fault.ShouldContain(key);
        fault.ShouldEndWith(fault.EndsWith(").", StringComparison.Ordinal) ? ")." : ".");
        fault.ShouldNotContain("secretive");
    }

    [Theory]
    [InlineData("urls", "localhost", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://localhost:5080;ftp://localhost:21", "ASPNETCORE_URLS")]
    [InlineData("urls", "http://localhost:99999", "ASPNETCORE_URLS")]
    [InlineData("http_ports", "http", "ASPNETCORE_HTTP_PORTS")]
    [InlineData("https_ports", "0", "ASPNETCORE_HTTPS_PORTS")]
    public void An_address_that_is_none_is_told(string key, string value, string named) =>
        CheckedSettings.Faults((key, value)).ShouldHaveSingleItem().ShouldStartWith($"{named} must be");

    [Theory]
    [InlineData("root@tests.example", "", "belong together")]
    [InlineData("", "a long password", "belong together")]
    [InlineData("nobody", "a long password", "Omni2__Admin__Email must be an e-mail address")]
    [InlineData("root@tests.example", "zyxw", "Omni2__Admin__Password is too short")]
    public void The_first_administrators_pair_is_checked(string email, string password, string sentence)
    {
        var fault = CheckedSettings.Faults(("Omni2__Admin__Email", email), ("Omni2__Admin__Password", password)).ShouldHaveSingleItem();

        fault.ShouldContain(sentence);
        fault.ShouldNotContain("zyxw");
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        CheckedSettings.Faults(("ConnectionStrings__Omni2", ""), ("Omni2__Jwt__SigningKey", ""), ("Omni2__Llm__MaxTokens", "x"), ("Omni2__Mcp__MaxTools", "x"), ("Omni2__Monitoring__Notice", "loud"))
            .Length.ShouldBe(4);

    [Theory]
    [InlineData("Omni2__LLM__Modle", "Omni2__Llm__Model")]
    [InlineData("Omni2__Jwt__SignKey", "Omni2__Jwt__SigningKey")]
    [InlineData("Omni2__Admin__Mail", "Omni2__Admin__Email")]
    [InlineData("Omni2__Monitoring__Notices", "Omni2__Monitoring__Notice")]
    [InlineData("Omni2__SecretDirectory", "Omni2__SecretsDirectory")]
    [InlineData("Omni2__Log__Formats", "Omni2__Log__Format")]
    [InlineData("Omni2__Something__Entirely__Different__From__All", null)]
    public void An_unknown_key_is_warned_of_with_the_nearest_that_is_known(string key, string? nearest)
    {
        var logs = new CapturedLogs();

        CheckedSettings.Builder((key, "secretive")).WarnOfStrays(logs.CreateLogger("start"));

        var warning = logs.Troubles.ShouldHaveSingleItem().Message;
        warning.ShouldBe(nearest is null
            ? $"{key} is no setting of Omni2 and counts for nothing."
            : $"{key} is no setting of Omni2 and counts for nothing; {nearest} may be meant.");
    }

    [Fact]
    public void Keys_that_are_known_in_another_case_are_no_strays()
    {
        var logs = new CapturedLogs();

        CheckedSettings.Builder(("OMNI2__LLM__MODEL", "x"), ("Omni2__Database__ExclusivelyOurs", "true")).WarnOfStrays(logs.CreateLogger("start"));

        logs.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Modle", "Model", 2)]
    [InlineData("", "abc", 3)]
    [InlineData("SAME", "same", 0)]
    public void The_distance_of_two_keys_counts_letters(string one, string other, int distance) => NearestKey.Distance(one, other).ShouldBe(distance);
}
