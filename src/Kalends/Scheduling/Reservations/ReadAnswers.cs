using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Reservations;

/// <summary>
/// Reads the answers that were given when a reservation was made; its client and those who keep its calendar may see
/// them.
/// </summary>
static class ReadAnswers
{
    /// <param name="Id">The id of the reservation.</param>
    public sealed record Input([Id] long Id);

    /// <param name="Items">The answers, in the order in which they were given.</param>
    public sealed record Given(IReadOnlyList<QuestionAnswer> Items);

    public static async Task<Given> Run(Input input, Call call) =>
        (await ByIds([input.Id], call)).TryGetValue(input.Id, out var found)
            ? new Given(found.Items)
            : throw SchedulingErrors.NoSuchReservation.Refused();

    /// <summary>Reads the answers of many reservations; those of a reservation that is not visible are empty.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<QuestionAnswer>>> OfReservations(
        IReadOnlyList<Reservation> reservations, Call call)
    {
        var found = await ByIds(reservations.Select(one => one.Id).Distinct().ToList(), call);
        return reservations.Select(one => found.GetValueOrDefault(one.Id)?.Items ?? []).ToList();
    }

    static async Task<IReadOnlyDictionary<long, Found>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.ReadByIds(
            FindVisible, Found.Read, one => one.Id, call.Scope.With(("ids", ids)));
        await ClientReads.Log(
            call, ReadKind.Answers, found.Values.Where(one => one.Items.Count > 0).Select(one => one.ClientId));
        return found;
    }

    sealed record Found(long Id, long ClientId, IReadOnlyList<QuestionAnswer> Items)
    {
        public static Found Read(Row row) => new(
            row.Long("id"), row.Long("client_id"), row.TextOrNull("answers") is { } json
                ? JsonSerializer.Deserialize<List<QuestionAnswer>>(json, Json.Options)!
                : []);
    }

    static readonly Sql FindVisible = new($$"""
        SELECT r.id, r.client_id, a.answers
        FROM {{Reservation.Rows}}
        LEFT JOIN reservation_answers a ON a.reservation_id = r.id
        WHERE r.id {list ids} AND {{Reservation.Visible}}
        """);
}
