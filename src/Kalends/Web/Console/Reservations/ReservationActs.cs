using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Reservations;

/// <summary>The forms of what can be done about a reservation now; the others are left out.</summary>
static class ReservationActs
{
    public static IReadOnlyList<ActForm.Seen> Of(Reservation one, DateTimeZone zone, Refused? why, Visit visit)
    {
        var texts = visit.Texts;
        var path = ShowReservation.HrefOf(one.Id);
        IReadOnlyList<(string, string)> known = [("if_match", one.Tag.ToString())];
        ActForm.Seen Button(string act, string words) => new($"{path}/{act}", words) { Hidden = known };

        return Transition.Allowed(one, Party.Keeper, visit.Call.Now).Select(change => change switch
        {
            ReservationChange.Confirm => Button("confirm", texts.Confirm),
            ReservationChange.Extend => Button("extend", texts.Calendars.Extend),
            ReservationChange.Arrive when one.ArrivedAt is null => Button("arrive", texts.Calendars.MarkArrived),
            ReservationChange.NoShow => Button("no-show", texts.Calendars.MarkNoShow),
            ReservationChange.Reinstate => Button("reinstate", texts.Calendars.Reinstate) with
            {
                About = texts.Calendars.ReinstateAbout,
                Opens = texts.Calendars.Reinstate,
            },
            ReservationChange.Complete => Button("complete", texts.Calendars.CompleteNow) with
            {
                About = texts.Calendars.CompleteAbout,
                Opens = texts.Calendars.Complete,
            },
            ReservationChange.Reschedule => Button("move", texts.Move) with
            {
                Opens = texts.Move,
                IsOpen = why is not null && visit.Typed("starts_local") is not null,
                Fields = MoveFields(one, zone, why, texts),
            },
            ReservationChange.Cancel => Button("cancel", texts.CancelNow) with
            {
                About = texts.Calendars.CancelAbout,
                Opens = texts.Cancel,
                Warns = true,
                Fields = CancelFields(texts),
            },
            _ => null,
        }).OfType<ActForm.Seen>().ToList();
    }

    static IReadOnlyList<Field.Seen> MoveFields(Reservation one, DateTimeZone zone, Refused? why, Texts texts)
    {
        var faults = FieldFault.Of(why, texts);
        return
        [
            new("starts_local", $"{texts.Calendars.NewTime} ({zone.Id})", LocalMoment.Written(one.StartsAt, zone))
            {
                Type = "datetime-local",
                Required = true,
                Fault = faults.FirstOrDefault(fault => fault.Field == "starts_local"),
            },
            new("override", texts.Calendars.OverrideReason) { LengthMax = 500 },
            new("overlap", texts.Calendars.Overlaps) { Type = "checkbox" },
        ];
    }

    static IReadOnlyList<Field.Seen> CancelFields(Texts texts) =>
    [
        new("reason_code", texts.Calendars.CancelKind)
        {
            Choices = [new("", ""), .. Enum.GetValues<CancelCode>()
                .Select(code => new Field.Choice(EnumText.Of(code), NameOf(code, texts)))],
        },
        new("reason", texts.CancelReason) { LengthMax = 500 },
    ];

    static string NameOf(CancelCode code, Texts texts) => code switch
    {
        CancelCode.ClientRequest => texts.Calendars.ClientRequest,
        CancelCode.Illness => texts.Calendars.Illness,
        CancelCode.ProviderUnavailable => texts.Calendars.ProviderUnavailable,
        CancelCode.NotNeeded => texts.Calendars.NotNeeded,
        CancelCode.BookedByMistake => texts.Calendars.BookedByMistake,
        CancelCode.Other => texts.Calendars.OtherReason,
    };
}
