using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Languages.Calendars;

namespace Kalends.Web.Console.Calendars;

/// <summary>The entries of a calendar in words.</summary>
static class Entries
{
    /// <summary>All entries, in the order of their starts.</summary>
    public static IReadOnlyList<Entry.Seen> Of(
        Agenda agenda, DateTimeZone zone, Visit visit, IReadOnlyDictionary<long, Client> clients,
        IReadOnlyDictionary<long, Service> services)
    {
        var lanes = agenda.Calendars.Select((one, i) => (one, i)).ToDictionary(pair => pair.one.ProviderId);
        var isAlone = lanes.Count == 1;
        var stretches = Joined(agenda.Stretches).Select(one => Made(one.ProviderId, one.StartsAt, one.EndsAt) with
        {
            Kind = EnumText.Of(one.Kind),
            What = WhatOf(one, visit.Texts.Calendars),
            BookHref = one.Kind == StretchKind.Offered && one.EndsAt > visit.Call.Now
                ? BookHref(one.ProviderId, Instant.Max(one.StartsAt, visit.Call.Now))
                : null,
        });
        var reservations = agenda.Reservations.Select(one => Made(one.ProviderId, one.StartsAt, one.EndsAt) with
        {
            Kind = EnumText.Of(one.State),
            Id = one.Id,
            What = string.Join(", ", ((string?[])
            [
                clients.GetValueOrDefault(one.ClientId)?.Name ?? $"{visit.Texts.Console.Client} {one.ClientId}",
                one.ServiceId is { } id ? services.GetValueOrDefault(id)?.Name : null,
            ]).OfType<string>()),
            State = StateOf(one, visit),
            Href = $"/console/reservations/{one.Id}",
            SecondsLeft = one.State == ReservationState.Held
                ? (long)Math.Ceiling(one.ExpiresAt.Since(visit.Call.Now).TotalSeconds)
                : null,
            SecondsHeld = (long)one.ExpiresAt.Since(one.CreatedAt).TotalSeconds,
            Tag = Transition.Allowed(one, Party.Keeper, visit.Call.Now).Contains(ReservationChange.Reschedule)
                ? one.Tag.ToString()
                : null,
        });
        return [.. stretches.Concat(reservations).OrderBy(entry => entry.StartsAt, StringComparer.Ordinal)];

        Entry.Seen Made(long providerId, Instant starts, Instant ends)
        {
            var (provider, lane) = lanes[providerId];
            return new Entry.Seen(
                starts.InZone(zone).Date, starts.Written(), ends.Written(),
                visit.Texts.Times(starts.InZone(zone), ends.InZone(zone)), providerId, lane,
                isAlone ? null : provider.Name);
        }
    }

    static string StateOf(Reservation one, Visit visit)
    {
        var texts = visit.Texts;
        var state = one is { State: ReservationState.Confirmed, ArrivedAt: not null }
            ? texts.Calendars.Arrived
            : texts.State(one.State);
        return one.OutsideHours == true ? $"{state}, {texts.Calendars.OutsideHours}" : state;
    }

    static string WhatOf(AgendaStretch stretch, CalendarsTexts texts) => stretch.Kind switch
    {
        StretchKind.Offered => texts.Offered,
        StretchKind.TakenElsewhere => texts.TakenElsewhere,
        StretchKind.Closed when stretch.Reason.Length > 0 => $"{texts.ClosedTime}: {stretch.Reason}",
        StretchKind.Closed => texts.ClosedTime,
    };

    static string BookHref(long providerId, Instant from) => Href.Of(
        "/console/book", ("provider_id", $"{providerId}"), ("from", from.Written()));

    // Offered time is cut into openings that touch each other; people see one stretch.
    static IEnumerable<AgendaStretch> Joined(IReadOnlyList<AgendaStretch> stretches)
    {
        foreach (var ofProvider in stretches.GroupBy(one => (one.ProviderId, one.Kind)))
        {
            AgendaStretch? open = null;
            foreach (var one in ofProvider)
                if (open is not null && one.Kind == StretchKind.Offered && one.StartsAt <= open.EndsAt)
                    open = open with { EndsAt = Instant.Max(open.EndsAt, one.EndsAt) };
                else
                {
                    if (open is not null)
                        yield return open;
                    open = one;
                }
            yield return open!;
        }
    }
}
