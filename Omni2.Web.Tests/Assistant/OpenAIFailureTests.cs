using Omni2.Web.Assistant;

namespace Omni2.Web.Tests.Assistant;

public sealed class OpenAIFailureTests() : FailureTests(AssistantProviders.OpenAI)
{
    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"provider-detail my private words\"}}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":7}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"provider-detail\"}]}\n\n")]
    public Task Chunks_that_are_none_are_no_answer(string body) => ShouldBeNoAnswerAsync(body);
}
