using System.Reflection;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Web.Frame;

/// <summary>One page, or one form of a page: its address, its access, its input, and what it shows.</summary>
/// <remarks>It is a route like any other, but asks a cookie who the caller is, and answers in HTML.</remarks>
abstract record Page(
    string Method, string Template, MethodInfo UseCase, Access Access, InputSchema Input)
    : Route(
        Method, Template, Routes.NameOf(UseCase), "Pages", Access, Reading.Open, StatusCodes.Status200OK, Input,
        typeof(Nothing), Summary: null)
{
    /// <summary>Whether other sites may show it in a frame.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The document of the pages, which is not served: nobody programs against them.</summary>
    public static readonly ApiDocument Undescribed = new("pages", "Pages", "");
}

/// <summary>One page with an input of its own type.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with its parameters.</param>
/// <param name="UseCase">The function that loads what is shown.</param>
/// <param name="Access">The line of the access table.</param>
/// <param name="Run">Loads what is shown.</param>
/// <param name="Again">Shows the page again, with what was refused.</param>
sealed record Page<TIn>(
    string Method, string Template, MethodInfo UseCase, Access Access, Func<TIn, Visit, Task<Shown>> Run,
    Func<HttpContext, Refused, Visit, Task<Shown>>? Again)
    : Page(Method, Template, UseCase, Access, InputSchema.Of(typeof(TIn)))
    where TIn : class
{
    public override async Task Handle(HttpContext http)
    {
        using var allowance = http.Allow();
        var call = CallOf(http, Caller.Nobody, RowScope.Nothing, key: null);
        var visit = IsEmbedded ? await Visit.InFrame(http, call) : await Visit.Of(http, call);
        try
        {
            if (TakesBody)
                visit = visit.With(await ReadForm(http), http.Request.Query);
            var shown = Access.NeedsToken && !visit.IsSignedIn
                ? Shown.Elsewhere(visit.SignInHref)
                : await Answer(http, visit);
            await shown.Write(http, visit);
        }
        catch (Refused refused) when (IsMoreShown(refused, visit))
        {
            await Shown.Elsewhere(visit.SignInHref).Write(http, visit);
        }
        catch (Refused refused) when (!http.Response.HasStarted)
        {
            await RefusalPage.Show(http, visit, refused);
        }
    }

    // Who signs in may find what is not there for others.
    bool IsMoreShown(Refused refused, Visit visit) =>
        refused.Reason == Reason.NotFound && Method == "GET" && Access.AsksCaller && !visit.IsSignedIn
        && !IsEmbedded;

    async Task<Shown> Answer(HttpContext http, Visit visit)
    {
        var scope = Callers.Require(http, Access, Scope);
        var caller = Callers.Of(http);
        visit = visit with { Call = CallOf(http, caller, scope, key: null) };
        try
        {
            if (TakesBody && !visit.FormTokens.AreGood(visit.Typed(FormFields.Token)))
                throw PlatformErrors.FormNotOurs.Refused();
            var input = (TIn)PageInput.Read(http, Input, visit.Sent);
            var key = TakesBody && visit.Typed(FormFields.Key) is { Length: > 0 } typed && caller.IsKnown
                ? Idempotency.Of(caller, $"page {Operation}", typed, input)
                : null;
            using var turn = IsHeavy ? await http.RequestServices.GetRequiredService<HeavyWork>().Enter(http) : null;
            return await Run(input, visit with { Call = CallOf(http, caller, scope, key) });
        }
        catch (Refused refused) when (Again is not null && refused.Reason != Reason.NotFound)
        {
            return (await Again(http, refused, visit)).Refusing(refused);
        }
    }

    static async Task<IFormCollection> ReadForm(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            throw PlatformErrors.WrongMediaType.Refused(Form.Types[0]);
        var body = await http.Request.ReadBytes();
        try
        {
            return await Form.Read(http.Request, body, () => PlatformErrors.BadRequest.Refused());
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.End);
        }
    }
}
