using Kalends.Platform.Calls;

namespace Kalends.Web.Frame;

/// <summary>Builds the map of the pages: one line for each page and each form, with its access.</summary>
sealed class Pages(IEndpointRouteBuilder endpoints)
{
    public void Show<TIn>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access, bool isHeavy = false)
        where TIn : class => Map(["GET", "HEAD"], new Page<TIn>("GET", template, run.Method, access, run, null)
        {
            Document = Page.Undescribed,
            IsHeavy = isHeavy,
        });

    /// <summary>A page with a form that only asks; if its input is refused, the form is shown again.</summary>
    public void Ask<TIn, TPage>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access,
        Func<TPage, Refused, Visit, Task<Shown>> again)
        where TIn : class
        where TPage : class => Map(["GET", "HEAD"], new Page<TIn>(
            "GET", template, run.Method, access, run, Again(again))
        {
            Document = Page.Undescribed,
            IsHeavy = true,
        });

    /// <summary>A form that changes something.</summary>
    public void Send<TIn>(string template, Func<TIn, Visit, Task<Shown>> run, Access access)
        where TIn : class => Map(["POST"], new Page<TIn>("POST", template, run.Method, access, run, null)
        {
            Document = Page.Undescribed,
        });

    /// <summary>The same; if it is refused, its page is shown again, by the input that the page has.</summary>
    public void Send<TIn, TPage>(
        string template, Func<TIn, Visit, Task<Shown>> run, Access access,
        Func<TPage, Refused, Visit, Task<Shown>> again)
        where TIn : class
        where TPage : class => Map(["POST"], new Page<TIn>(
            "POST", template, run.Method, access, run, Again(again))
        {
            Document = Page.Undescribed,
        });

    static Func<HttpContext, Refused, Visit, Task<Shown>> Again<TPage>(
        Func<TPage, Refused, Visit, Task<Shown>> again) => (http, refused, visit) => again(
            (TPage)PageInput.Read(http, InputSchema.Of(typeof(TPage)), visit.Sent), refused, visit);

    void Map(string[] methods, Page page) =>
        endpoints.MapMethods(page.Template, methods, page.Handle).WithMetadata(page);
}
