using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements.Reports;

/// <summary>What a report is asked, understood and checked.</summary>
sealed record ReportQuestion(
    Instant? From, Instant? To, ReportPeriod Period, ReportBasis Basis, string TimeZone,
    IReadOnlyList<ReportGroup> GroupBy, IReadOnlyList<long>? CaregiverIds, long? OrganisationId,
    IReadOnlyList<long>? EventTypeIds, CareEventState? State, string? Currency)
{
    /// <summary>Hands over the sums in their order, as they were at one moment.</summary>
    public Task Each(Call call, Func<ReportRow, ValueTask> take) => call.ReadAtLength(async session =>
    {
        var caregivers = await FindCaregivers(session, call);
        var rows = new ReportRows(this, await FindNames(session, caregivers), await FindTypes(session), take);
        await session.Each(Source(caregivers).Statement, row => rows.Add(ReportSum.Read(row)),
            ("by_month", By(ReportGroup.Month)), ("by_caregiver", By(ReportGroup.Caregiver)),
            ("by_type", By(ReportGroup.Type)), ("first", Period.First), ("end", Period.End),
            ("head", Period.Head.Month), ("head_from", Period.Head.From), ("head_to", Period.Head.To),
            ("tail", Period.Tail.Month), ("tail_from", Period.Tail.From), ("tail_to", Period.Tail.To),
            ("caregivers", caregivers ?? []), ("all_types", EventTypeIds is null), ("types", EventTypeIds ?? []),
            ("currency", Currency));
        await rows.End();
        return 0;
    });

    public bool By(ReportGroup group) => GroupBy.Contains(group);

    ReportSource Source(IReadOnlyList<long>? caregivers)
    {
        var types = By(ReportGroup.Type) || EventTypeIds is not null;
        var source = new ReportSource(Basis, types, Finest: false, caregivers is null, Period.HasEdges);
        var finest = By(ReportGroup.Month) && By(ReportGroup.Caregiver) && (source.IsCoarse || By(ReportGroup.Type));
        return source with { Finest = finest };
    }

    /// <summary>The caregivers that are asked for, of those that the caller may see; null for everybody.</summary>
    async Task<IReadOnlyList<long>?> FindCaregivers(Session session, Call call) =>
        call.Reach.All && OrganisationId is null
            ? CaregiverIds
            : await session.All(FindVisible, row => row.Long("id"), call.Reach.With(
                ("of", OrganisationId), ("anybody", CaregiverIds is null), ("caregivers", CaregiverIds ?? [])));

    // A join would have to sort a hundred thousand sums that come in order already.
    async Task<Dictionary<long, string>> FindNames(Session session, IReadOnlyList<long>? caregivers)
    {
        var names = new Dictionary<long, string>();
        if (By(ReportGroup.Caregiver))
            await session.Each(caregivers is null ? FindAllNames : FindNamesOf, row =>
            {
                names[row.Long("id")] = $"{row.Text("first_name")} {row.Text("last_name")}".Trim();
                return ValueTask.CompletedTask;
            }, ("caregivers", caregivers ?? []));
        return names;
    }

    async Task<Dictionary<long, string>> FindTypes(Session session) => !By(ReportGroup.Type)
        ? []
        : (await session.All(FindTypeNames, row => (Id: row.Long("id"), Name: row.Text("name"))))
            .ToDictionary(type => type.Id, type => type.Name);

    static readonly Sql FindVisible = new("""
        SELECT p.id
        FROM public_providers p
        WHERE (@all OR p.organisation_id = @organisation OR p.owner_user_id = @owner)
          AND COALESCE(p.organisation_id = CAST(@of AS BIGINT), CAST(@of AS BIGINT) IS NULL)
          AND (@anybody OR p.id {list caregivers})
        """);

    static readonly Sql FindAllNames = new("SELECT p.id, p.first_name, p.last_name FROM public_providers p");

    static readonly Sql FindNamesOf = new("""
        SELECT p.id, p.first_name, p.last_name
        FROM public_providers p
        WHERE p.id {list caregivers}
        """);

    static readonly Sql FindTypeNames = new("SELECT id, name FROM event_types");
}
