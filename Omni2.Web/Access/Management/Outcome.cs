using Omni2.Web.Shared;

namespace Omni2.Web.Access.Management;

/// <summary>What a wish to change something came to.</summary>
/// <param name="Value">What there is now; null when nothing was changed.</param>
/// <param name="Status">200, 404 for what is not there, 409 for what must not be, 400 for what is not valid.</param>
/// <param name="Errors">By member, with a 400; with a 409 about one member, that one.</param>
/// <param name="Problem">Why not, in words for the administrator.</param>
internal sealed record Outcome<T>(T? Value, int Status, MemberErrors Errors, string Problem)
    where T : class
{
    public bool IsDone => Status == StatusCodes.Status200OK;

    /// <summary>The answer of the API.</summary>
    public IResult ToResult(Func<T, IResult> done) =>
        IsDone ? done(Value!)
        : Status == StatusCodes.Status400BadRequest ? Errors.ToResult()
        : TypedResults.Problem(Problem, statusCode: Status);
}

internal static class Outcome
{
    public static Outcome<T> Done<T>(T value)
        where T : class => new(value, StatusCodes.Status200OK, new MemberErrors(), "");

    public static Outcome<T> Unknown<T>(string problem)
        where T : class => new(null, StatusCodes.Status404NotFound, new MemberErrors(), problem);

    public static Outcome<T> Invalid<T>(MemberErrors errors)
        where T : class => new(null, StatusCodes.Status400BadRequest, errors, "");

    /// <param name="problem">Why not.</param>
    /// <param name="member">The member that it is about, for a form to show it there.</param>
    public static Outcome<T> Conflict<T>(string problem, string? member = null)
        where T : class
    {
        var errors = new MemberErrors();
        if (member is not null)
        {
            errors.Add(member, problem);
        }

        return new(null, StatusCodes.Status409Conflict, errors, problem);
    }
}
