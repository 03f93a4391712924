using Microsoft.Extensions.Options;

namespace Omni2.Web.Mcp;

/// <summary>How MCP servers are reached, and how much of them is taken (section <c>Omni2:Mcp</c>).</summary>
internal sealed class McpOptions
{
    public const string Section = "Omni2:Mcp";

    /// <summary>How long a server may take to start, to begin the session and to list its tools.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one tool call may take.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two looks whether a server still answers.</summary>
    public TimeSpan HealthCheck { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of a tool's result the model gets.</summary>
    public int MaxResultCharacters { get; set; } = 50_000;

    /// <summary>How many tools of one server are taken.</summary>
    public int MaxTools { get; set; } = 2000;

    /// <summary>The largest message of a server that is read at all.</summary>
    public int MaxResponseBytes { get; set; } = 16 * 1024 * 1024;
}

/// <summary>Refuses a start with limits that could not work, naming the key in its environment form.</summary>
internal sealed class McpOptionsValidator : IValidateOptions<McpOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, McpOptions options)
    {
        List<string> faults =
        [
            .. Time(nameof(options.ConnectTimeout), options.ConnectTimeout),
            .. Time(nameof(options.CallTimeout), options.CallTimeout),
            .. Time(nameof(options.HealthCheck), options.HealthCheck),
            .. Number(nameof(options.MaxResultCharacters), options.MaxResultCharacters, 100, 10_000_000),
            .. Number(nameof(options.MaxTools), options.MaxTools, 1, 100_000),
            .. Number(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 64 * 1024, 1024 * 1024 * 1024),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Time(string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > Day)
        {
            yield return $"Omni2__Mcp__{name} must be longer than 0 and at most a day, such as '00:01:00'.";
        }
    }

    private static IEnumerable<string> Number(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            yield return $"Omni2__Mcp__{name} must be from {least} to {most}.";
        }
    }
}
