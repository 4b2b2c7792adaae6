using System.Globalization;
using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Slots;
using Kalends.Web.Frame;
using Kalends.Web.Times;

namespace Kalends.Web.Booking.Guests;

/// <summary>A time that a visitor without an account has chosen, carried from form to form.</summary>
/// <param name="ProviderId">The provider.</param>
/// <param name="StartsAt">The start that was chosen.</param>
/// <param name="SlotId">The slot at which it starts.</param>
/// <param name="Email">The e-mail address of the visitor.</param>
/// <param name="ServiceId">The service that is booked.</param>
/// <param name="Answers">The answers to the questions of the service.</param>
sealed record ChosenByGuest(
    [Id] long ProviderId, Instant StartsAt, [Id] long SlotId, [Text(1, EmailAddress.Max)] string Email,
    [Id] long? ServiceId = null, [Count(0, Question.Max)] IReadOnlyList<QuestionAnswer>? Answers = null)
{
    const int NearestMax = 6;

    /// <summary>Shows the form for the code again, with what was refused.</summary>
    public static Task<Shown> Again(ChosenByGuest chosen, Refused refused, Visit visit) =>
        AskForCode(chosen, visit, refused);

    /// <summary>Asks for the code that was sent.</summary>
    public static async Task<Shown> AskForCode(ChosenByGuest chosen, Visit visit, Refused? why)
    {
        var profile = await ReadProvider.Run(new(chosen.ProviderId), visit.Call);
        var texts = visit.Texts;
        return Shown.As<CodeView, CodeView.Seen>(texts.CodeTitle, new(
            chosen.HrefOf(visit), why is null ? null : texts.Sentence(why), texts.CodeSent(chosen.Email),
            chosen.Fields([("slot_id", Written(chosen.SlotId))]), profile.Name,
            texts.Moment(chosen.StartsAt.InZone(ZoneOf(visit, profile))),
            TimeLinks.HrefOf(visit, chosen.ProviderId, chosen.ServiceId, chosen.StartsAt)));
    }

    /// <summary>Offers the nearest other times, for which the visitor needs no other code.</summary>
    public static async Task<Shown> OfferNearest(ChosenByGuest chosen, string proof, Refused why, Visit visit)
    {
        var profile = await ReadProvider.Run(new(chosen.ProviderId), visit.Call);
        var found = await ListSlots.Run(
            new(
                chosen.ProviderId, Instant.Max(visit.Call.Now, chosen.StartsAt), ServiceId: chosen.ServiceId,
                Limit: NearestMax),
            visit.Call);
        var (texts, zone) = (visit.Texts, ZoneOf(visit, profile));
        return Shown.As<NearestView, NearestView.Seen>(texts.NearestTimes, new(
            chosen.HrefOf(visit), texts.Sentence(why), chosen.Fields([("proof", proof)]), texts.Zone(zone),
            [.. found.Items.Select(slot => new NearestView.Choice(
                slot.Id, slot.StartsAt.Written(), texts.BriefMoment(slot.StartsAt.InZone(zone))))],
            ShowProvider.HrefOf(visit, chosen.ProviderId, chosen.ServiceId)));
    }

    string HrefOf(Visit visit) => Href.Of(
        visit.PathTo($"/book/{Written(ProviderId)}/guest/hold"), ("starts_at", StartsAt.Written()),
        ("service_id", ServiceId is { } id ? Written(id) : null));

    /// <summary>What the next form sends besides what is typed into it.</summary>
    List<(string Name, string Value)> Fields(IEnumerable<(string, string)> more) =>
    [
        ("email", Email), .. more,
        .. (Answers ?? []).SelectMany(answer => new[] { ("answers", answer.Question), ("answers", answer.Text) }),
    ];

    static DateTimeZone ZoneOf(Visit visit, Profile profile) => visit.Zone ?? Zone.Of(profile.TimeZone);

    static string Written(long id) => id.ToString(CultureInfo.InvariantCulture);
}
