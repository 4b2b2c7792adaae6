using Kalends.Scheduling.Closures;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Closures;

/// <summary>Opens time that was blocked.</summary>
static class OpenAgain
{
    public static async Task<Shown> Run(ReopenStretch.Input input, Visit visit)
    {
        await ReopenStretch.Run(input, visit.Call);
        return Shown.Elsewhere(visit.Here);
    }
}
