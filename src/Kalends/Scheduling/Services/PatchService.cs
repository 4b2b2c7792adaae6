using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Scheduling.Services;

/// <summary>
/// Changes some fields of a service; null removes a value. Where all fields stay what they are, so does the version.
/// </summary>
static class PatchService
{
    /// <param name="Id">The id of the service.</param>
    /// <param name="Service">The fields that change; questions are replaced as a whole.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the service has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, MergePatch<ServiceInput> Service,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    // The service is read and written under one lock, so that two patches of different members both take effect.
    public static Task<Answer<Service>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ServiceStore.FindToChange(session, call, input.Id, input.IfMatch);
        var changed = input.Service.On(ServiceInput.Of(known)).Rewrite(known, call.Now);
        return changed.SaysTheSameAs(known) ? known : await ServiceStore.Change(session, call, known, changed);
    });
}
