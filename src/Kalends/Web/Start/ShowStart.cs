using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Start;

/// <summary>Shows the page at the root, which leads to all others.</summary>
static class ShowStart
{
    public static Task<Shown> Run(NoInput input, Visit visit) => Task.FromResult(
        Shown.As<StartView, StartView.Seen>(visit.Texts.StartTitle, new StartView.Seen()));
}
