using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class AssistantOptionsTests
{
    [Theory]
    [InlineData("Provider", "gpt", "Omni2__Llm__Provider must be 'demo', 'openai' or 'anthropic'.")]
    [InlineData("Provider", "", "Omni2__Llm__Provider must be 'demo', 'openai' or 'anthropic'.")]
    [InlineData("Model", " ", "Omni2__Llm__Model must name the model")]
    [InlineData("ApiKey", "", "Omni2__Llm__ApiKey must be set, or Omni2__Llm__BaseUrl must name a server")]
    [InlineData("ApiKey", "sk-se cret", "Omni2__Llm__ApiKey must hold only printable ASCII")]
    [InlineData("BaseUrl", "localhost:11434", "Omni2__Llm__BaseUrl must be an absolute http or https address that includes /v1")]
    [InlineData("BaseUrl", "/v1", "Omni2__Llm__BaseUrl must be an absolute")]
    [InlineData("BaseUrl", "https://me:pw@model.example/v1", "Omni2__Llm__BaseUrl must be an absolute")]
    [InlineData("MaxOutputTokens", "0", "Omni2__Llm__MaxOutputTokens must be 1 or more")]
    [InlineData("HistoryTokens", "-1", "Omni2__Llm__HistoryTokens must be 0 or more")]
    [InlineData("InputPricePerMillion", "-0.1", "Omni2__Llm__InputPricePerMillion must be from 0")]
    [InlineData("OutputPricePerMillion", "-0.1", "Omni2__Llm__OutputPricePerMillion must be from 0")]
    [InlineData("IdleTimeout", "00:00:00", "Omni2__Llm__IdleTimeout must be longer than 0")]
    [InlineData("OverallTimeout", "2.00:00:00", "Omni2__Llm__OverallTimeout must be longer than 0")]
    [InlineData("DemoWordDelay", "-00:00:01", "Omni2__Llm__DemoWordDelay must be from 0")]
    public async Task A_start_with_a_fault_names_the_key_and_the_legal_values(string key, string value, string message)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync((key, value)));

        failure.Failures.ShouldHaveSingleItem().ShouldStartWith(message);
        failure.Message.ShouldNotContain("pw");
        failure.Message.ShouldNotContain("sk-");
    }

    [Theory]
    [InlineData("Model", "", "Omni2__Llm__Model must name the model, because Omni2__Llm__Provider is 'anthropic'.")]
    [InlineData("ApiKey", "", "Omni2__Llm__ApiKey must be set, or Omni2__Llm__BaseUrl must name a server")]
    [InlineData("ApiKey", "sk-se cret", "Omni2__Llm__ApiKey must hold only printable ASCII")]
    [InlineData("BaseUrl", "https://me:pw@model.example", "Omni2__Llm__BaseUrl must be an absolute http or https address without /v1")]
    [InlineData("BaseUrl", "https://model.example/v1", "Omni2__Llm__BaseUrl must be an absolute http or https address without /v1")]
    [InlineData("BaseUrl", "https://model.example/gate/v1/", "Omni2__Llm__BaseUrl must be an absolute http or https address without /v1")]
    public async Task A_start_with_anthropic_has_its_own_faults(string key, string value, string message)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(("Provider", "anthropic"), (key, value)));

        failure.Failures.ShouldHaveSingleItem().ShouldStartWith(message);
        failure.Message.ShouldNotContain("pw");
        failure.Message.ShouldNotContain("sk-");
    }

    [Theory]
    [InlineData("Provider", "Demo")]
    [InlineData("Provider", "OpenAI")]
    [InlineData("Provider", "Anthropic")]
    [InlineData("BaseUrl", "http://localhost:11434/v1")]
    [InlineData("InputPricePerMillion", "2.50")]
    [InlineData("ApiKey", "sk-key\n")]
    public Task A_good_configuration_starts(string key, string value) => StartAsync((key, value));

    [Fact]
    public async Task A_server_of_ones_own_needs_no_key()
    {
        await StartAsync(("ApiKey", ""), ("BaseUrl", "http://localhost:11434/v1"));
        await StartAsync(("Provider", "anthropic"), ("ApiKey", ""), ("BaseUrl", "http://localhost:11434"));
    }

    [Fact]
    public void Without_any_configuration_the_demo_model_answers()
    {
        using var app = Build();

        app.Services.GetRequiredService<AssistantDescription>().ShouldBe(new("demo", DemoChatClient.ModelName, IsDemo: true));
        app.Services.GetRequiredService<Prices>().IsFree.ShouldBeTrue();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task The_description_names_provider_and_model(string provider)
    {
        await using var app = new AssistantHarness(("Provider", provider));

        app.Get<AssistantDescription>().ShouldBe(new(provider, "configured-model", IsDemo: false));
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"Omni2:Llm:{setting.Key}", (string?)setting.Value)));
        builder.Services.AddAssistant();
        return builder.Build();
    }

    private static async Task StartAsync(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] good = [("Provider", "openai"), ("Model", "m"), ("ApiKey", "sk-key")];
        using var app = Build([.. good.Where(pair => !settings.Any(setting => setting.Key == pair.Key)), .. settings]);
        await app.StartAsync();
        await app.StopAsync();
    }
}
