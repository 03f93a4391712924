using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Omni2.Web.Identity;

public sealed class LogoutModel : PageModel
{
    private readonly CookieSignIn _signIn;

    public LogoutModel(IServiceProvider services) => _signIn = services.GetRequiredService<CookieSignIn>();

    public IActionResult OnGet() => LocalRedirect("/chat");

    public async Task<IActionResult> OnPostAsync()
    {
        await _signIn.SignOutAsync(HttpContext);
        return LocalRedirect("/login");
    }
}
