namespace Omni2.Web.Shared;

/// <summary>A start-up that cannot go on; the message is one sentence for the operator and names the cure.</summary>
internal sealed class StartupException : Exception
{
    public StartupException()
    {
    }

    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
