using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Omni2.Web.Live;

/// <summary>Renders a Razor partial with no request running; the partial uses plain addresses and asks no database.</summary>
internal sealed class FragmentRenderer(
    IServiceScopeFactory scopes,
    IRazorViewEngine engine,
    ITempDataDictionaryFactory tempData,
    IModelMetadataProvider metadata)
{
    private static readonly RouteData NoRoute = new();
    private static readonly ActionDescriptor NoAction = new();

    /// <param name="path">From the content root with a leading slash, e.g. <c>/Flows/_FlowEvent.cshtml</c>.</param>
    /// <param name="model">The partial's model.</param>
    /// <returns>UTF-8 HTML.</returns>
    public async Task<byte[]> RenderAsync<TModel>(string path, TModel model)
    {
        // Without a scope of its own each render would leave its services in the root provider.
        await using var scope = scopes.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var action = new ActionContext(http, NoRoute, NoAction);
        var view = engine.GetView(null, path, isMainPage: false).EnsureSuccessful(null).View!;
        var data = new ViewDataDictionary<TModel>(metadata, action.ModelState) { Model = model };
        using var html = new StringWriter(new StringBuilder(1024), System.Globalization.CultureInfo.InvariantCulture);
        await view.RenderAsync(new ViewContext(action, view, data, tempData.GetTempData(http), html, new HtmlHelperOptions()));
        return Encoding.UTF8.GetBytes(html.ToString());
    }
}
