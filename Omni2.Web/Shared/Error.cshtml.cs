using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Omni2.Web.Identity;

namespace Omni2.Web.Shared;

/// <summary>One page for everything that cannot be shown: what happened, what to do, and the trace id.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Heading { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public string? Trace { get; private set; }

    /// <summary>Draws the page whatever the method was, and whether or not a form could be read.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => Show(StatusToShow());

    // Somebody who opens this address by hand is shown that there is nothing here; no error of ours happened.
    private int StatusToShow()
    {
        var happened = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        return happened && int.TryParse(RouteData.Values["status"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : StatusCodes.Status404NotFound;
    }

    private void Show(int status)
    {
        (Status, Heading, Sentence) = status switch
        {
            StatusCodes.Status400BadRequest => (status, "This request could not be taken", "The form may be too old. Go back, load the page again and send it once more."),
            StatusCodes.Status403Forbidden => (status, "You may not open this page", Forbidden()),
            StatusCodes.Status404NotFound => (status, "There is no such page", "The address may be mistyped, or what was here is gone."),
            >= 400 and < 500 => (status, "This request could not be taken", "Go back and try again."),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong", "The page could not be made. It was recorded. Try again; if it stays so, give the trace below to an administrator."),
        };
        Trace = Status >= StatusCodes.Status500InternalServerError ? TraceId.Of(HttpContext) : null;
        Response.StatusCode = Status;
    }

    private string Forbidden() => HttpContext.SignedIn()?.Person switch
    {
        { Active: false } => "Your account is inactive. Ask an administrator to activate it.",
        { } person => $"Your role “{person.Role}” does not have the right that it needs. Ask an administrator if you need it.",
        null => "Sign in first.",
    };
}
