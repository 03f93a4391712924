using Microsoft.Extensions.Options;

namespace Omni2.Web.Monitoring;

/// <summary>The section <c>Omni2:Monitoring</c>.</summary>
internal sealed class MonitoringOptions
{
    public const string Section = "Omni2:Monitoring";
    public const string During = "during";
    public const string After = "after";
    public const string Never = "never";

    /// <summary>Whether the watched person is told: while it goes on, once it is over, or not.</summary>
    public string Notice { get; set; } = During;
}

internal sealed class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, MonitoringOptions options) =>
        options.Notice is MonitoringOptions.During or MonitoringOptions.After or MonitoringOptions.Never
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Omni2__Monitoring__Notice must be during, after or never.");
}
