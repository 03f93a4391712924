namespace Omni2.Web.Identity.Forwarded;

/// <summary>Who sent the request by the word of a trusted proxy, which looked at the sign-in itself; put on the request by <see cref="ForwardAuthGate"/>.</summary>
/// <param name="UserId">Null when the header does not name one person: then nobody is signed in.</param>
internal sealed record ForwardedUser(int? UserId);

/// <summary>The other end of the connection, before anything that a header says of it; put on the request by <see cref="ForwardAuthGate"/>.</summary>
internal sealed record DirectPeer(bool IsTrusted);

internal static class ForwardedRequest
{
    /// <summary>Whether a trusted proxy brought the request.</summary>
    public static bool IsFromTrustedProxy(this HttpContext context) => context.Features.Get<DirectPeer>() is { IsTrusted: true };
}
