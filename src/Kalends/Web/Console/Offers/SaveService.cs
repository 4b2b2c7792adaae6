using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Offers;

/// <summary>Stores a service; its questions, its kind of care and its owner stay.</summary>
static class SaveService
{
    /// <param name="Name">The name.</param>
    /// <param name="DurationMinutes">The length of the care in minutes.</param>
    /// <param name="BufferBeforeMinutes">The minutes before it in which nobody else may be reserved.</param>
    /// <param name="BufferAfterMinutes">The minutes after it in which nobody else may be reserved.</param>
    /// <param name="Mode">The way in which it takes place.</param>
    /// <param name="Place">The address, the link or the telephone number.</param>
    public sealed record Entered(
        [Text(1, 200)] string Name, [Number(5, 1440)] int DurationMinutes, [Number(0, 720)] int BufferBeforeMinutes,
        [Number(0, 720)] int BufferAfterMinutes, ServiceMode Mode, [Text(0, 500)] string? Place = null);

    /// <param name="Id">The id of the service.</param>
    /// <param name="Entered">The fields.</param>
    /// <param name="IfMatch">The ETag of the service as the page shows it.</param>
    public sealed record Input([Id] long Id, [Spread] Entered Entered, [Text(1, EntityTag.ListMax)] string IfMatch);

    /// <param name="ProviderId">The provider who owns it and with whom it can be booked.</param>
    /// <param name="Entered">The fields.</param>
    public sealed record New([Id] long ProviderId, [Spread] Entered Entered);

    /// <param name="Id">The id of the service.</param>
    /// <param name="IfMatch">The ETag of the service as the page shows it.</param>
    public sealed record Switched([Id] long Id, [Text(1, EntityTag.ListMax)] string IfMatch);

    public static async Task<Shown> Change(Input input, Visit visit)
    {
        var known = ServiceInput.Of(await ReadService.Run(new(input.Id), visit.Call));
        await ReplaceService.Run(new(input.Id, With(known, input.Entered), input.IfMatch), visit.Call);
        return Shown.Elsewhere($"{ShowServices.Path}/{input.Id}");
    }

    public static async Task<Shown> Create(New input, Visit visit)
    {
        var entered = With(new ServiceInput("", DurationMinutes: 0), input.Entered);
        var (made, _) = await CreateService.Run(new(entered, ProviderId: input.ProviderId), visit.Call);
        return Shown.Elsewhere($"{ShowServices.Path}/{made.Id}");
    }

    public static Task<Shown> Pause(Switched input, Visit visit) => Switch(input, active: false, visit);

    public static Task<Shown> Resume(Switched input, Visit visit) => Switch(input, active: true, visit);

    static async Task<Shown> Switch(Switched input, bool active, Visit visit)
    {
        var known = ServiceInput.Of(await ReadService.Run(new(input.Id), visit.Call));
        await ReplaceService.Run(new(input.Id, known with { Active = active }, input.IfMatch), visit.Call);
        return Shown.Elsewhere($"{ShowServices.Path}/{input.Id}");
    }

    static ServiceInput With(ServiceInput known, Entered entered) => known with
    {
        Name = entered.Name,
        DurationMinutes = entered.DurationMinutes,
        BufferBeforeMinutes = entered.BufferBeforeMinutes,
        BufferAfterMinutes = entered.BufferAfterMinutes,
        Mode = entered.Mode,
        Place = entered.Place,
    };
}
