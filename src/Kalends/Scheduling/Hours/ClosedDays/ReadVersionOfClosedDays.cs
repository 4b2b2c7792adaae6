using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>Reads the ETag of how the closed days of an organisation stand, for ifMatch.</summary>
static class ReadVersionOfClosedDays
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    public sealed record Input([Id] long OrganisationId);

    public static Task<string> Run(Input input, Call call) => call.Read(async session =>
    {
        await Organisation.CheckAuthority(session, call, input.OrganisationId);
        return ClosedDayStore.TagOf(await ClosedDayStore.Version(session, input.OrganisationId)).ToString();
    });
}
