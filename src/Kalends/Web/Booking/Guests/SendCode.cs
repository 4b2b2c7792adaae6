using Kalends.Messages;
using Kalends.Messages.Contacts;
using Kalends.Messages.Guests;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers;
using Kalends.Scheduling;
using Kalends.Scheduling.Services;
using Kalends.Web.Frame;

namespace Kalends.Web.Booking.Guests;

/// <summary>Sends a code to a visitor without an account, who has chosen a time, and asks for it.</summary>
static class SendCode
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="StartsAt">The start that was chosen.</param>
    /// <param name="SlotId">The slot at which it starts.</param>
    /// <param name="FirstName">The first name of the visitor, or the only one.</param>
    /// <param name="Email">The e-mail address of the visitor.</param>
    /// <param name="LastName">The last name.</param>
    /// <param name="ServiceId">The service that is booked.</param>
    /// <param name="Answers">The answers to the questions of the service.</param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, [Id] long SlotId, [Text(1, 100)] string FirstName,
        [Text(1, EmailAddress.Max)] string Email, [Text(0, 100)] string? LastName = null, [Id] long? ServiceId = null,
        [Count(0, Question.Max)] IReadOnlyList<QuestionAnswer>? Answers = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var profile = await ReadProvider.Run(new(input.ProviderId), visit.Call);
        // Better now than after the code was typed.
        if (input.ServiceId is { } id)
            QuestionAnswer.Check((await ReadService.Run(new(id), visit.Call)).Questions, input.Answers ?? []);
        await RequestGuestCode.Run(
            new(
                input.Email, input.FirstName, input.LastName ?? "",
                EnumText.Parse<MessageLanguage>(visit.Texts.Tag), visit.Zone?.Id ?? profile.TimeZone),
            visit.Call);
        return await ChosenByGuest.AskForCode(
            new(input.ProviderId, input.StartsAt, input.SlotId, input.Email, input.ServiceId, input.Answers), visit,
            why: null);
    }
}
