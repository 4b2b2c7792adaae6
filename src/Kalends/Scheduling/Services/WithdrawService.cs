using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Services;

/// <summary>Ends that a provider offers a service; reservations stay.</summary>
static class WithdrawService
{
    /// <param name="Id">The id of the service.</param>
    /// <param name="ProviderId">The provider who no longer offers it.</param>
    public sealed record Input([Id] long Id, [Id] long ProviderId);

    public static Task<Answer<Offer>> Run(Input input, Call call) => call.Write(async session =>
    {
        var service = await ServiceStore.FindToChange(session, call, input.Id);
        await Offers.Remove(session, call, service, input.ProviderId);
        return new Offer(service.Id, input.ProviderId);
    });
}
