using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Services;

/// <summary>
/// Replaces all fields of a service except its owner; live reservations keep the time that they have.
/// </summary>
static class ReplaceService
{
    /// <param name="Id">The id of the service.</param>
    /// <param name="Service">The new fields of the service.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the service has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Spread] ServiceInput Service,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Service>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ServiceStore.FindToChange(session, call, input.Id, input.IfMatch);
        return await ServiceStore.Change(session, call, known, input.Service.Rewrite(known, call.Now));
    });
}
