using Kalends.Platform.Calls;
using Kalends.Scheduling.Managing;
using Kalends.Web.Frame;
using Kalends.Web.MailLinks;

namespace Kalends.Web.Managing;

/// <summary>Cancels a reservation by a link to it, which leads nowhere from then on.</summary>
static class CancelManaged
{
    /// <param name="Token">The token of the link.</param>
    /// <param name="Reason">The reason.</param>
    public sealed record Input(
        [Text(1, LinkHolder.TokenMax, Secret = true)] string Token, [Text(0, 500)] string? Reason = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var (cancelled, _) = await CancelManagedReservation.Run(new(input.Token, input.Reason), visit.Call);
        return ShowDone.Elsewhere(ShowDone.Act.Cancelled, visit.IsEmbedded ? cancelled.ProviderId : null);
    }
}
