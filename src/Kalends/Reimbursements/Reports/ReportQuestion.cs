using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>A request for a report, understood and checked.</summary>
sealed record ReportQuestion(
    Instant? From, Instant? To, ReportPeriod Period, ReportBasis Basis, string TimeZone,
    IReadOnlyList<ReportGroup> GroupBy, IReadOnlyList<long>? CaregiverIds, long? OrganisationId,
    IReadOnlyList<long>? EventTypeIds, CareEventState? State, string? Currency)
{
    /// <summary>Passes on the sums in their order, as they were at one moment.</summary>
    public Task Each(Call call, Func<ReportRow, ValueTask> take) => call.ReadAtLength(async session =>
    {
        var whose = await FindWhose(session, call);
        var rows = new ReportRows(this, await FindNames(session, whose), await FindTypes(session), take);
        if (whose.CaregiverIds is null)
            await session.Enqueue(PlanForMonths);
        await session.Each(Source(whose).Statement, row =>
        {
            session.HasSent = true;
            return rows.Add(ReportSum.Read(row));
        }, whose.With(
            ("by_month", By(ReportGroup.Month)), ("by_caregiver", By(ReportGroup.Caregiver)),
            ("by_type", By(ReportGroup.Type)), ("first", Period.First), ("end", Period.End),
            ("head", Period.Head.Month), ("head_from", Period.Head.From), ("head_to", Period.Head.To),
            ("tail", Period.Tail.Month), ("tail_from", Period.Tail.From), ("tail_to", Period.Tail.To),
            ("all_types", EventTypeIds is null), ("types", EventTypeIds ?? []), ("currency", Currency)));
        await rows.End();
        return 0;
    });

    // Not knowing the months, the planner expects a few hundred sums, and would sort a hundred thousand.
    static readonly Sql PlanForMonths = new(
        sqlite: "SELECT 0 AS n", postgres: "SET LOCAL plan_cache_mode = force_custom_plan");

    public bool By(ReportGroup group) => GroupBy.Contains(group);

    ReportSource Source(Whose whose)
    {
        var types = By(ReportGroup.Type) || EventTypeIds is not null;
        var source = new ReportSource(Basis, types, Finest: false, whose.Scope, Period.HasEdges);
        var finest = By(ReportGroup.Month) && By(ReportGroup.Caregiver) && (source.IsCoarse || By(ReportGroup.Type));
        return source with { Finest = finest };
    }

    /// <summary>The care that the report is about, within what the caller may see.</summary>
    async Task<Whose> FindWhose(Session session, Call call)
    {
        var scope = call.Scope;
        if (scope.All)
            return new Whose(OrganisationId, CaregiverIds);
        var own = scope.OwnerUserId is null ? [] : await session.All(
            FindOwn, row => row.Long("id"), ("owner", scope.OwnerUserId));
        var managed = scope.OrganisationId;
        return managed is not null && (OrganisationId is null || OrganisationId == managed)
            ? new Whose(managed, CaregiverIds, OrOf: OrganisationId is null && own.Count > 0 ? own : null)
            : new Whose(OrganisationId, CaregiverIds is null ? own : own.Intersect(CaregiverIds).ToList());
    }

    // A join would have to sort a hundred thousand sums that are already in order.
    async Task<Dictionary<long, string>> FindNames(Session session, Whose whose)
    {
        var names = new Dictionary<long, string>();
        if (By(ReportGroup.Caregiver))
            await session.Each(FindNamesOf(whose), row =>
            {
                names[row.Long("id")] = $"{row.Text("first_name")} {row.Text("last_name")}".Trim();
                return ValueTask.CompletedTask;
            }, whose.With());
        return names;
    }

    static Sql FindNamesOf(Whose whose) => whose switch
    {
        { CaregiverIds: not null } => FindNamesOfListed,
        { OrganisationId: not null } => FindNamesOfOrganisation,
        _ => FindAllNames,
    };

    async Task<Dictionary<long, string>> FindTypes(Session session) => !By(ReportGroup.Type)
        ? []
        : (await session.All(FindTypeNames, row => (Id: row.Long("id"), Name: row.Text("name"))))
            .ToDictionary(type => type.Id, type => type.Name);

    static readonly Sql FindOwn = new("SELECT p.id FROM public_providers p WHERE p.owner_user_id = @owner");

    static readonly Sql FindAllNames = new("SELECT p.id, p.first_name, p.last_name FROM public_providers p");

    static readonly Sql FindNamesOfListed = new("""
        SELECT p.id, p.first_name, p.last_name
        FROM public_providers p
        WHERE p.id {list caregivers}
        """);

    // Includes every caregiver who has given care in the organisation, even those who have left it.
    static readonly Sql FindNamesOfOrganisation = new("""
        SELECT p.id, p.first_name, p.last_name
        FROM public_providers p
        WHERE p.id {list or_of}
           OR p.id IN (SELECT s.caregiver_id FROM caregiver_months_now s WHERE s.organisation_id = @organisation)
        """);

    static readonly Sql FindTypeNames = new("SELECT id, name FROM event_types");
}
