using System.Text.Encodings.Web;
using System.Text.Unicode;
using Kalends.Platform.Http;
using Kalends.Web.Frame;
using Kalends.Web.SignIn;
using Microsoft.Extensions.WebEncoders;

namespace Kalends.Web;

/// <summary>Prepares the pages before the first request.</summary>
static class WebSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<WebSettings>();
        services.AddSingleton<EnterSignIn>();
        services.AddSingleton<Renderer>();
        // Letters of all languages are written as they are; by default only those of English are.
        services.Configure<WebEncoderOptions>(encoding =>
            encoding.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    /// <summary>Where pages are served, refusals are shown as pages to browsers.</summary>
    public static void Work(IServiceCollection services, Settings settings) =>
        services.AddSingleton<IProblemPage, RefusalPage>();
}
