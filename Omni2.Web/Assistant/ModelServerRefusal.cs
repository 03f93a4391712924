using System.Net.Http.Headers;

namespace Omni2.Web.Assistant;

/// <summary>A model server answered with an HTTP status that is no success.</summary>
internal sealed class ModelServerRefusal(int status, RetryConditionHeaderValue? retryAfter) : Exception
{
    public int Status { get; } = status;

    public RetryConditionHeaderValue? RetryAfter { get; } = retryAfter;
}
