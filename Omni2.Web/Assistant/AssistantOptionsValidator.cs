using Microsoft.Extensions.Options;

namespace Omni2.Web.Assistant;

/// <summary>Refuses a start with a configuration that could not answer, naming the key in its environment form.</summary>
internal sealed class AssistantOptionsValidator : IValidateOptions<AssistantOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, AssistantOptions options)
    {
        var faults = Provider(options).Concat(Server(options)).Concat(Limits(options)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Provider(AssistantOptions options)
    {
        if (!options.IsDemo() && !options.IsOpenAI() && !options.IsAnthropic())
        {
            yield return $"{Key(nameof(options.Provider))} must be '{AssistantProviders.Demo}', '{AssistantProviders.OpenAI}' or '{AssistantProviders.Anthropic}'.";
        }
    }

    // Values are never repeated: an address may hold a password, and a key may stand in the wrong place.
    private static IEnumerable<string> Server(AssistantOptions options)
    {
        if (!options.IsOpenAI() && !options.IsAnthropic())
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            yield return $"{Key(nameof(options.Model))} must name the model, because {Key(nameof(options.Provider))} is '{options.VendorName()}'.";
        }

        if (string.IsNullOrWhiteSpace(options.BaseUrl))
        {
            if (string.IsNullOrWhiteSpace(options.ApiKey))
            {
                yield return $"{Key(nameof(options.ApiKey))} must be set, or {Key(nameof(options.BaseUrl))} must name a server that needs no key.";
            }
        }
        else if (!IsServerAddress(options.BaseUrl) || (options.IsAnthropic() && EndsWithVersion(options.BaseUrl)))
        {
            yield return $"{Key(nameof(options.BaseUrl))} must be an absolute http or https address {(options.IsAnthropic()
                ? "without /v1, user name, query and fragment, such as 'http://localhost:11434'"
                : "that includes /v1, without user name, query and fragment, such as 'http://localhost:11434/v1'")}.";
        }

        if (options.ApiKey?.Trim().All(c => c is > ' ' and <= '~') == false)
        {
            yield return $"{Key(nameof(options.ApiKey))} must hold only printable ASCII characters and no spaces.";
        }
    }

    private static IEnumerable<string> Limits(AssistantOptions options)
    {
        if (options.MaxOutputTokens < 1)
        {
            yield return $"{Key(nameof(options.MaxOutputTokens))} must be 1 or more.";
        }

        if (options.HistoryTokens < 0)
        {
            yield return $"{Key(nameof(options.HistoryTokens))} must be 0 or more.";
        }

        if (options.InputPricePerMillion is < 0 or > 1_000_000)
        {
            yield return $"{Key(nameof(options.InputPricePerMillion))} must be from 0 to 1000000 (USD).";
        }

        if (options.OutputPricePerMillion is < 0 or > 1_000_000)
        {
            yield return $"{Key(nameof(options.OutputPricePerMillion))} must be from 0 to 1000000 (USD).";
        }

        if (options.IdleTimeout <= TimeSpan.Zero || options.IdleTimeout > Day)
        {
            yield return $"{Key(nameof(options.IdleTimeout))} must be longer than 0 and at most a day, such as '00:01:00'.";
        }

        if (options.OverallTimeout <= TimeSpan.Zero || options.OverallTimeout > Day)
        {
            yield return $"{Key(nameof(options.OverallTimeout))} must be longer than 0 and at most a day, such as '00:05:00'.";
        }

        if (options.DemoWordDelay < TimeSpan.Zero || options.DemoWordDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"{Key(nameof(options.DemoWordDelay))} must be from 0 to a minute, such as '00:00:00.030'.";
        }
    }

    private static bool IsServerAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    private static bool EndsWithVersion(string address) =>
        address.TrimEnd().TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    private static string Key(string name) => $"Omni2__Llm__{name}";
}
