using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>Leads to the first page of the console that the visitor may see.</summary>
static class EnterConsole
{
    public static Task<Shown> Run(NoInput input, Visit visit) => Section.Of(visit).FirstOrDefault() is { } first
        ? Task.FromResult(Shown.Elsewhere(first.Path))
        : throw PlatformErrors.NothingHere.Refused();
}
