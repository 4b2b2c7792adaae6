using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Web.Frame;

/// <summary>Builds the map of the pages: one line for each page and each form, with its access.</summary>
/// <param name="endpoints">The builder that gets the pages.</param>
/// <param name="module">The module that serves them.</param>
/// <param name="isEmbedded">Whether they are those that other sites may show in a frame.</param>
sealed class Pages(IEndpointRouteBuilder endpoints, string module, bool isEmbedded = false)
{
    public void Show<TIn>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access, bool isHeavy = false)
        where TIn : class => Map("GET", template, run, access, again: null, isHeavy);

    /// <summary>The same for a file that is written while a large part of the database is read.</summary>
    public void ShowAtLength<TIn>(string template, Func<TIn, Visit, Task<Shown>> run, Access access)
        where TIn : class => Map("GET", template, run, access, again: null, isHeavy: true)
            .WithRequestTimeout(TimeLimits.Long);

    /// <summary>A page with a form that only asks; if its input is refused, the form is shown again.</summary>
    public void Ask<TIn, TPage>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access,
        Func<TPage, Refused, Visit, Task<Shown>> again)
        where TIn : class
        where TPage : class => Map("GET", template, run, access, Again(again), isHeavy: true);

    /// <summary>A form that changes something.</summary>
    public void Send<TIn>(string template, Func<TIn, Visit, Task<Shown>> run, Access access)
        where TIn : class => Map("POST", template, run, access, again: null);

    /// <summary>The same; if it is refused, its page is shown again, by the input that the page has.</summary>
    public void Send<TIn, TPage>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access,
        Func<TPage, Refused, Visit, Task<Shown>> again)
        where TIn : class
        where TPage : class => Map("POST", template, run, access, Again(again));

    static Func<HttpContext, Refused, Visit, Task<Shown>> Again<TPage>(
        Func<TPage, Refused, Visit, Task<Shown>> again) => (http, refused, visit) => again(
            (TPage)PageInput.Read(http, InputSchema.Of(typeof(TPage)), visit.Sent), refused, visit);

    IEndpointConventionBuilder Map<TIn>(
        string method, string template, Func<TIn, Visit, Task<Shown>> run, Access access,
        Func<HttpContext, Refused, Visit, Task<Shown>>? again, bool isHeavy = false)
        where TIn : class
    {
        var path = isEmbedded ? Visit.EmbeddedPath + template : template;
        var page = new Page<TIn>(method, path, run.Method, access, run, again)
        {
            Module = module,
            Document = Page.Undescribed,
            IsHeavy = isHeavy,
            IsEmbedded = isEmbedded,
        };
        string[] methods = method == "GET" ? ["GET", "HEAD"] : [method];
        return endpoints.MapMethods(path, methods, page.Handle).WithMetadata(page);
    }
}
