using Kalends.Platform.Calls;
using Kalends.Providers.Public;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Scheduling.Appointments;

/// <summary>Walks through appointments in any order and in both directions.</summary>
static class PageAppointments
{
    public static Task<Relay.Page<Appointment>> Run(AppointmentQuery query, Relay.PageRequest page, Call call)
    {
        var part = PartOf(query.Order, page);
        return call.Read(async session => page.Cut(
            await query.Find(session, part), CursorsOf(query.Order),
            before: await query.HasBeyond(session, part.Low, after: false),
            after: await query.HasBeyond(session, part.High, after: true)));
    }

    public static AppointmentQuery.Part PartOf(AppointmentOrder order, Relay.PageRequest page)
    {
        page.In(order.Name);
        return new(PlaceOf(order, page.Low), PlaceOf(order, page.High), page.Backward, page.Fetch);
    }

    public static Func<Appointment, Relay.Cursor> CursorsOf(AppointmentOrder order) =>
        appointment => new Relay.Cursor(order.Name, order.PlaceOf(appointment).Cast<object?>().ToList());

    static List<long>? PlaceOf(AppointmentOrder order, Relay.Cursor? cursor)
    {
        if (cursor is null)
            return null;
        var place = Enumerable.Range(0, order.KeyCount).Select(cursor.Number).ToList();
        return order.IsPlace(place) ? place : throw Relay.Cursor.Bad();
    }
}

/// <summary>Walks through the appointments of each of many therapists, in one statement.</summary>
static class PageAppointmentsOfProviders
{
    public static Task<IReadOnlyList<Relay.Page<Appointment>>> Run(
        IReadOnlyList<Therapist> therapists, AppointmentQuery query, Relay.PageRequest page, Call call)
    {
        var part = PageAppointments.PartOf(query.Order, page);
        var ids = therapists.Select(therapist => therapist.Id).Distinct().ToList();
        return call.Read(async Task<IReadOnlyList<Relay.Page<Appointment>>> (session) =>
        {
            var found = (await query.FindOfProviders(session, ids, part)).ToLookup(one => one.ProviderId);
            var before = await query.FindBeyond(session, ids, part.Low, after: false);
            var after = await query.FindBeyond(session, ids, part.High, after: true);
            return therapists.Select(therapist => page.Cut(
                found[therapist.Id].ToList(), PageAppointments.CursorsOf(query.Order),
                before.Contains(therapist.Id), after.Contains(therapist.Id))).ToList();
        });
    }
}
