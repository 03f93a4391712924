using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Omni2.Web.Shared;

/// <summary>
/// Lets a page run only for a request that it can take: without this, a method that it has no handler for would draw it
/// empty, and a form that cannot be read would reach it as one in which nothing was filled in.
/// </summary>
internal sealed class TakenPages : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
        // Nothing is known of the form yet.
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerInstance is ErrorModel)
        {
            return;
        }

        if (context.HandlerMethod is null)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
        else if (!context.ModelState.IsValid)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        // The answer is the page's own.
    }
}
