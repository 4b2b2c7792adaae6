using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Appointments;

/// <summary>Lists the appointments of each of many therapists, in one statement.</summary>
static class ListAppointmentsOfTherapists
{
    public static Task<IReadOnlyList<Page<Appointment>>> Run(
        IReadOnlyList<Therapist> therapists, AppointmentQuery query, PageRequest page, Call call)
    {
        var stretch = query.Order.Of(page);
        var ids = therapists.Select(therapist => therapist.Id).Distinct().ToList();
        return call.Read(async Task<IReadOnlyList<Page<Appointment>>> (session) =>
        {
            var found = (await Find(session, query, ids, stretch)).ToLookup(one => one.ProviderId);
            var before = await FindBeyond(session, query, ids, stretch.Low, after: false);
            var after = await FindBeyond(session, query, ids, stretch.High, after: true);
            return therapists.Select(therapist => page.Cut(
                found[therapist.Id].ToList(), query.Order.PlaceOf,
                before.Contains(therapist.Id), after.Contains(therapist.Id))).ToList();
        });
    }

    static ValueTask<List<Appointment>> Find(
        Session session, AppointmentQuery query, IReadOnlyList<long> providers, Stretch stretch)
    {
        var given = new Parameters();
        var sql = $"""
            SELECT {Appointment.Columns}
            FROM (
                SELECT {Appointment.Columns},
                       ROW_NUMBER() OVER (
                           PARTITION BY provider_id ORDER BY {query.Order.By(stretch.Backward)}) AS place
                FROM openings
                WHERE provider_id {given.AddList(providers)} AND {Appointment.Standing}
                  AND {query.Filter.Condition(given)} AND {query.Order.Within(stretch, given)}
            ) AS numbered
            WHERE place <= {given.Add(stretch.Limit)}
            ORDER BY provider_id, place
            """;
        return session.All(Sql.Shaped(sql), Appointment.Read, given.Values);
    }

    /// <summary>The providers that have a matching appointment at a place or on the far side of it.</summary>
    static async ValueTask<HashSet<long>> FindBeyond(
        Session session, AppointmentQuery query, IReadOnlyList<long> providers, IReadOnlyList<object>? place,
        bool after)
    {
        if (place is null)
            return [];
        var given = new Parameters();
        var sql = $"""
            SELECT DISTINCT provider_id
            FROM openings
            WHERE {Appointment.Standing} AND {query.Filter.Condition(given)}
              AND NOT {query.Order.Beyond(place, !after, given)} AND provider_id {given.AddList(providers)}
            """;
        return [.. await session.All(Sql.Shaped(sql), row => row.Long("provider_id"), given.Values)];
    }
}
