namespace Omni2.Web.Mcp.Connections;

/// <summary>A server cannot be used now; the message says why in plain words, without a secret and without exception text.</summary>
internal sealed class ServerUnavailableException : Exception
{
    public ServerUnavailableException()
    {
    }

    public ServerUnavailableException(string message)
        : base(message)
    {
    }

    public ServerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
