using System.Text;
using Kalends.Platform.Http;
using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Frame;

/// <summary>What a page answers: HTML, another address, or a file.</summary>
abstract record Shown
{
    /// <summary>The HTML of a component.</summary>
    /// <param name="title">The title of the page.</param>
    /// <param name="seen">What the component shows.</param>
    public static Shown As<TView, TSeen>(string title, TSeen seen)
        where TView : View<TSeen> => new Html(title, View<TSeen>.Of<TView>(seen));

    /// <summary>The same among others of a kind, with their navigation and the files that only they need.</summary>
    public static Shown As<TView, TSeen>(string title, TSeen seen, Surroundings around)
        where TView : View<TSeen> => new Html(title, View<TSeen>.Of<TView>(seen)) { Around = around };

    /// <summary>Leads the browser to another address of this server, so that a reload sends no form again.</summary>
    public static Shown Elsewhere(string path) => new Redirect(path);

    public static Shown File(IJsonBody body) => new Download(body);

    /// <summary>A stream that goes on, for a script of the page.</summary>
    public static Shown Live(EventStream stream) => new Flow(stream);

    /// <summary>The same with the status of a refusal.</summary>
    public virtual Shown Refusing(Refused refused) => this;

    public abstract Task Write(HttpContext http, Visit visit);

    sealed record Html(string Title, RenderFragment Body) : Shown
    {
        public Surroundings Around { get; init; } = Surroundings.None;

        Refused? Why { get; init; }

        public override Shown Refusing(Refused refused) => this with { Why = refused };

        public override async Task Write(HttpContext http, Visit visit)
        {
            var html = await http.RequestServices.GetRequiredService<Renderer>().Render(visit, Title, Body, Around);
            if (Why is not null)
                Problems.SetStatus(http.Response, Why);
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.ContentSecurityPolicy = Policy + await FrameAncestors.Of(http, visit);
            using var buffer = http.Buffer();
            Encoding.UTF8.GetBytes(html, buffer);
            await buffer.Send(http);
        }
    }

    // Everything comes from this server, from files; nothing is written into the page but markup.
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

    sealed record Redirect(string Path) : Shown
    {
        public override Task Write(HttpContext http, Visit visit)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = $"{http.Request.PathBase}{visit.PathTo(Path)}";
            return Task.CompletedTask;
        }
    }

    sealed record Flow(EventStream Stream) : Shown
    {
        public override Task Write(HttpContext http, Visit visit) =>
            http.RequestServices.GetRequiredService<Streams>().Write(
                http, Stream.Frames, opened: Task.CompletedTask);
    }

    sealed record Download(IJsonBody Body) : Shown
    {
        public override Task Write(HttpContext http, Visit visit) => Body.WriteTo(http);
    }
}
