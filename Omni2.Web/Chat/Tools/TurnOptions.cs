using Microsoft.Extensions.Options;

namespace Omni2.Web.Chat.Tools;

/// <summary>The section <c>Omni2:Chat</c>.</summary>
internal sealed class TurnOptions
{
    public const string Section = "Omni2:Chat";

    /// <summary>How often the model may be asked for one message; after each but the last it may call tools.</summary>
    public int MaxIterations { get; set; } = 10;

    /// <summary>How long a question to the person waits for its answer; then it is refused.</summary>
    public TimeSpan ApprovalTimeout { get; set; } = TimeSpan.FromSeconds(120);
}

internal sealed class TurnOptionsValidator : IValidateOptions<TurnOptions>
{
    private const int MostIterations = 100;

    public ValidateOptionsResult Validate(string? name, TurnOptions options) =>
        options.MaxIterations is < 1 or > MostIterations ? ValidateOptionsResult.Fail("Omni2__Chat__MaxIterations must be from 1 to 100.")
        : options.ApprovalTimeout <= TimeSpan.Zero || options.ApprovalTimeout > TimeSpan.FromHours(1) ? ValidateOptionsResult.Fail("Omni2__Chat__ApprovalTimeout must be longer than 0 and at most an hour, such as '00:02:00'.")
        : ValidateOptionsResult.Success;
}
