using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Web.Frame;

/// <summary>Shows a refusal as a page: to whoever looked at a page, and to a browser that found nothing.</summary>
sealed class RefusalPage(IServiceProvider services) : IProblemPage
{
    public bool IsFor(HttpContext http) => RequestLog.EndpointOf(http)?.Metadata.GetMetadata<Route>() is { } route
        ? route is Page
        : http.Request.GetTypedHeaders().Accept is { Count: > 0 } accepted
            && accepted[0].MediaType == "text/html" && !IsOfPrograms(http.Request.Path);

    public Task Show(HttpContext http, Refused refused)
    {
        var call = new Call(
            services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<Settings>(), services.GetRequiredService<Hooks>())
        {
            Caller = Caller.Nobody,
            Scope = RowScope.Nothing,
            Cancel = http.RequestAborted,
        };
        // Whatever failed, this does not ask the database; the page has no form.
        return Show(http, Visit.Unknown(http, call, KeyRing.None), refused);
    }

    public static Task Show(HttpContext http, Visit visit, Refused refused)
    {
        var seen = new RefusalView.Seen(
            visit.Texts.Heading(refused), visit.Texts.Sentence(refused),
            refused.Reason == Reason.Internal ? Problems.TraceIdOf(http) : null);
        return Shown.As<RefusalView, RefusalView.Seen>(seen.Heading, seen).Refusing(refused).Write(http, visit);
    }

    static bool IsOfPrograms(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/graphql", StringComparison.OrdinalIgnoreCase);
}
