using System.Collections.Concurrent;

namespace Omni2.Web.Identity;

/// <summary>An open WebSocket and what it depends on: the person, a right of theirs, and the sign-in if it was by cookie.</summary>
internal sealed class OpenSocket(SignedIn signedIn, Rights needs)
{
    private readonly CancellationTokenSource _ended = new();

    public SignedIn SignedIn { get; } = signedIn;

    public Rights Needs { get; } = needs;

    /// <summary>Why the socket has to close, in words for the person; set before <see cref="Ended"/> fires.</summary>
    public string? Reason { get; private set; }

    /// <summary>Fires when the socket lost what it depends on.</summary>
    public CancellationToken Ended => _ended.Token;

    public void End(string reason)
    {
        Reason ??= reason;
        _ended.Cancel();
    }
}

/// <summary>The sockets of this instance, so that losing a right, being deactivated or signing out closes them.</summary>
internal sealed class OpenSockets(People people)
{
    private readonly ConcurrentDictionary<OpenSocket, byte> _sockets = new();

    public int Count => _sockets.Count;

    /// <summary>Looks at the person once more: what changed since the request was let in was told to the sockets before this one.</summary>
    public async Task<IDisposable> AddAsync(OpenSocket socket, CancellationToken cancellationToken)
    {
        _sockets.TryAdd(socket, 0);
        var registration = new Registration(() => _sockets.TryRemove(socket, out _));
        try
        {
            await ReviewAsync([socket], cancellationToken);
            return registration;
        }
        catch
        {
            registration.Dispose();
            throw;
        }
    }

    public void SignOut(string signInId)
    {
        foreach (var socket in _sockets.Keys.Where(socket => string.Equals(socket.SignedIn.SignInId, signInId, StringComparison.Ordinal)))
        {
            socket.End("You signed out.");
        }
    }

    /// <summary>Who has a socket open that needs this right.</summary>
    public int[] UsersOf(Rights needs) => [.. _sockets.Keys.Where(socket => socket.Needs == needs).Select(socket => socket.SignedIn.Person.Id).Distinct()];

    /// <summary>Closes a person's sockets that need this right.</summary>
    public void End(int userId, Rights needs, string reason)
    {
        foreach (var socket in _sockets.Keys.Where(socket => socket.SignedIn.Person.Id == userId && socket.Needs == needs))
        {
            socket.End(reason);
        }
    }

    /// <summary>Looks at the people of all open sockets anew (one query), or at one person's.</summary>
    public Task ReviewAsync(int? userId, CancellationToken cancellationToken) =>
        ReviewAsync([.. _sockets.Keys.Where(socket => userId is null || socket.SignedIn.Person.Id == userId)], cancellationToken);

    private async Task ReviewAsync(OpenSocket[] concerned, CancellationToken cancellationToken)
    {
        if (concerned.Length == 0)
        {
            return;
        }

        var now = await people.FindAllAsync([.. concerned.Select(socket => socket.SignedIn.Person.Id).Distinct()], cancellationToken);
        foreach (var socket in concerned)
        {
            var person = now.GetValueOrDefault(socket.SignedIn.Person.Id);
            if (Loss(socket, person) is { } reason)
            {
                socket.End(reason);
            }
        }
    }

    private static string? Loss(OpenSocket socket, Person? person) =>
        person is not { Active: true } ? "Your account is inactive. Ask an administrator."
        : !person.May(socket.Needs) ? "Your role does not permit this any more. Ask an administrator."
        : socket.SignedIn.SignInId is not null && person.SecurityStamp != socket.SignedIn.Person.SecurityStamp ? "Your sign-in has ended. Sign in again."
        : null;

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
