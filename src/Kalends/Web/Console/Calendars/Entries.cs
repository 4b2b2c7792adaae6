using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Agendas;
using Kalends.Scheduling.Hours;
using Kalends.Web.Console.Hours;
using Kalends.Web.Frame;
using Kalends.Web.Languages.Calendars;

namespace Kalends.Web.Console.Calendars;

/// <summary>The entries of a calendar in words.</summary>
static class Entries
{
    /// <summary>All entries, in the order of their starts.</summary>
    public static IReadOnlyList<Entry.Seen> Of(
        Agenda agenda, DateTimeZone zone, Visit visit, IReadOnlyDictionary<long, Client> clients,
        IReadOnlyDictionary<long, Service> services, IReadOnlyDictionary<long, WorkingHours> hours)
    {
        var lanes = agenda.Calendars.Select((one, i) => (one, i)).ToDictionary(pair => pair.one.ProviderId);
        var isAlone = lanes.Count == 1;
        var stretches = Joined(agenda.Stretches).Select(one =>
        {
            var (first, last) = one;
            var made = Made(first.ProviderId, first.StartsAt, last.EndsAt) with
            {
                Kind = EnumText.Of(first.Kind),
                What = WhatOf(first, visit.Texts.Calendars),
            };
            return first.Kind == StretchKind.Offered && last.EndsAt > visit.Call.Now
                ? WithHours(first, last, hours.GetValueOrDefault(first.ProviderId), visit.Call.Now, made) with
                {
                    BookHref = BookHref(first.ProviderId, Instant.Max(first.StartsAt, visit.Call.Now)),
                }
                : made;
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

    // What a person offered at the start or the end of a stretch does not follow the hours.
    static Entry.Seen WithHours(
        AgendaStretch first, AgendaStretch last, WorkingHours? hours, Instant now, Entry.Seen made)
    {
        if (hours is null || !(first.FromHours || last.FromHours))
            return made;
        IEnumerable<HoursEdge?> edges =
        [
            first.FromHours ? HoursEdge.Find(hours, EdgeSide.Start, first.StartsAt, now) : null,
            last.FromHours ? HoursEdge.Find(hours, EdgeSide.End, last.EndsAt, now) : null,
        ];
        return made with
        {
            HoursHref = ShowHours.HrefOf(hours, first.StartsAt),
            HoursTag = hours.Tag.ToString(),
            Edges = [.. edges.OfType<HoursEdge>().Select(edge => new Entry.Edge(
                EnumText.Of(edge.Side), edge.At.Written(), edge.Earliest.Written(), edge.Latest.Written(),
                edge.StepMinutes))],
        };
    }

    static string BookHref(long providerId, Instant from) => Href.Of(
        "/console/book", ("provider_id", $"{providerId}"), ("from", from.Written()));

    // Offered time is cut into openings that touch each other; people see one stretch, from the first to the last.
    static IEnumerable<(AgendaStretch First, AgendaStretch Last)> Joined(IReadOnlyList<AgendaStretch> stretches)
    {
        foreach (var ofProvider in stretches.GroupBy(one => (one.ProviderId, one.Kind)))
        {
            (AgendaStretch First, AgendaStretch Last)? open = null;
            foreach (var one in ofProvider)
                if (open is var (first, last) && one.Kind == StretchKind.Offered && one.StartsAt <= last.EndsAt)
                    open = (first, one);
                else
                {
                    if (open is { } whole)
                        yield return whole;
                    open = (one, one);
                }
            yield return open!.Value;
        }
    }
}
