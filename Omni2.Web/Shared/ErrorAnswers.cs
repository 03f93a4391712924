namespace Omni2.Web.Shared;

/// <summary>Gives every exception and every error without a body one: a page for people, RFC 9457 for programs.</summary>
internal static class ErrorAnswers
{
    public static void UseErrorAnswers(this WebApplication app)
    {
        app.UseWhen(context => context.Request.WantsPage(), pages => pages.UseExceptionHandler("/error/500").UseStatusCodePagesWithReExecute("/error/{0}"));
        app.UseWhen(context => !context.Request.WantsPage(), programs => programs.UseExceptionHandler().UseStatusCodePages());
    }
}
