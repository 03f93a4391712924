using Omni2.Web.Mcp;

namespace Omni2.Web.Tests.Mcp;

public sealed class McpOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new McpOptionsValidator().Validate(null, new McpOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void What_cannot_work_is_refused_by_the_name_of_its_key()
    {
        var wrong = new McpOptions { ConnectTimeout = TimeSpan.Zero, CallTimeout = TimeSpan.FromDays(2), HealthCheck = TimeSpan.FromSeconds(-1), MaxResultCharacters = 1, MaxTools = 0, MaxResponseBytes = 10 };

        var faults = new McpOptionsValidator().Validate(null, wrong).Failures!.ToArray();

        string[] keys = ["ConnectTimeout", "CallTimeout", "HealthCheck", "MaxResultCharacters", "MaxTools", "MaxResponseBytes"];
        faults.Select(fault => fault.Split(' ')[0]).ShouldBe(keys.Select(key => $"Omni2__Mcp__{key}"));
    }
}
