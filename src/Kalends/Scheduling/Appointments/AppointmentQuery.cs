using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>Which appointments are wanted and in which order, as statements.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Order">In which order.</param>
sealed record AppointmentQuery(AppointmentsFilter Filter, AppointmentOrder Order)
{
    public static AppointmentQuery Of(AppointmentsFilter? filter, IEnumerable<AppointmentSort> sorts) =>
        new((filter ?? new AppointmentsFilter()).Bounded(), AppointmentOrder.Of(sorts));

    /// <summary>Appointments between two places, both exclusive, nearest to the end that is walked from.</summary>
    public ValueTask<List<Appointment>> Find(Session session, Part part)
    {
        var given = new Parameters();
        var sql = $"""
            SELECT {Appointment.Columns}
            FROM openings
            WHERE {Appointment.Standing} AND {Filter.Condition(given)} AND {Within(part, given)}
            ORDER BY {Order.By(part.Backward, sorts: Filter.HasStart && !Order.IsByStart)}
            LIMIT {given.Add(part.Limit)}
            """;
        return session.All(Sql.Shaped(sql), Appointment.Read, given.Values);
    }

    /// <summary>The same for each of many providers.</summary>
    public ValueTask<List<Appointment>> FindOfProviders(Session session, IReadOnlyList<long> providers, Part part)
    {
        var given = new Parameters();
        var sql = $"""
            SELECT {Appointment.Columns}
            FROM (
                SELECT {Appointment.Columns},
                       ROW_NUMBER() OVER (PARTITION BY provider_id ORDER BY {Order.By(part.Backward)}) AS place
                FROM openings
                WHERE provider_id {given.AddList(providers)} AND {Appointment.Standing}
                  AND {Filter.Condition(given)} AND {Within(part, given)}
            ) AS numbered
            WHERE place <= {given.Add(part.Limit)}
            ORDER BY provider_id, place
            """;
        return session.All(Sql.Shaped(sql), Appointment.Read, given.Values);
    }

    /// <summary>Whether a wanted appointment stands at a place or on the far side of it.</summary>
    public async ValueTask<bool> HasBeyond(Session session, IReadOnlyList<long>? place, bool after)
    {
        if (place is null)
            return false;
        var given = new Parameters();
        var sql = $"SELECT 1 AS n FROM {Beyond(place, after, given)} LIMIT 1";
        return await session.Number(Sql.Shaped(sql), given.Values) is not null;
    }

    /// <summary>Which of many providers have a wanted appointment at a place or on the far side of it.</summary>
    public async ValueTask<HashSet<long>> FindBeyond(
        Session session, IReadOnlyList<long> providers, IReadOnlyList<long>? place, bool after)
    {
        if (place is null)
            return [];
        var given = new Parameters();
        var sql = $"""
            SELECT DISTINCT provider_id
            FROM {Beyond(place, after, given)} AND provider_id {given.AddList(providers)}
            """;
        return [.. await session.All(Sql.Shaped(sql), row => row.Long("provider_id"), given.Values)];
    }

    string Beyond(IReadOnlyList<long> place, bool after, Parameters given) =>
        $"openings WHERE {Appointment.Standing} AND {Filter.Condition(given)} " +
        $"AND NOT {Order.Beyond(place, !after, given)}";

    string Within(Part part, Parameters given)
    {
        var low = part.Low is null ? "TRUE" : Order.Beyond(part.Low, after: true, given);
        return part.High is null ? low : $"{low} AND {Order.Beyond(part.High, after: false, given)}";
    }

    /// <param name="Low">The place before the first, or null.</param>
    /// <param name="High">The place after the last, or null.</param>
    /// <param name="Backward">Whether it is walked from its end.</param>
    /// <param name="Limit">How many, at most.</param>
    public sealed record Part(IReadOnlyList<long>? Low, IReadOnlyList<long>? High, bool Backward, int Limit);
}
