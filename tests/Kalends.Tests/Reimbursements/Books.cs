using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Remittances;
using Kalends.Reimbursements.Reports;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>A ledger full of random care, and the plainest way to add it up.</summary>
sealed class Books(TestApp app, Random random, DateTimeZone zone)
{
    public List<long> Caregivers { get; } = [];

    public List<long> Types { get; } = [];

    /// <summary>Two organisations, among which caregivers move.</summary>
    public List<long> Organisations { get; } = [];

    /// <summary>Who may ask, and which rows they see.</summary>
    public List<(Visitor Visitor, Func<CareEvent, bool> Sees)> Readers { get; } = [];

    /// <summary>Every care event with its state, as the rows have it.</summary>
    public List<CareEvent> Rows { get; private set; } = [];

    /// <summary>Months of care in three currencies: late, reversed, reimbursed, taken back, half folded.</summary>
    public static async Task<Books> Fill(TestApp app, int seed, string zone)
    {
        var books = new Books(app, new Random(seed), DateTimeZoneProviders.Tzdb[zone]);
        foreach (var (amount, currency) in new[] { (12345, "SEK"), (700, "JPY"), (1001, "KWD"), (0, "SEK") })
            books.Types.Add(await app.GivenAnEventType(amount, currency));
        await books.Employ();
        for (var round = 0; round < 6; round++)
        {
            await books.Live();
            await app.Move(books.Caregivers[round % 3], books.AnyOrganisation());
            if (round == 3)
                await app.Fold();
            app.Clock.Advance(TimeSpan.FromDays(23));
        }
        books.Rows = await app.Db.Read(
            async session => await session.All(FindRows, CareEvent.Read), CancellationToken.None);
        return books;
    }

    /// <summary>A moment that a report may be cut at: anywhere, where a month begins, or where care began.</summary>
    public Instant AnyMoment() => random.Next(3) switch
    {
        0 => Rows[random.Next(Rows.Count)].StartsAt,
        1 => Months.Of(AnyStart(), zone).Start(zone) + TimeSpan.FromMicroseconds(random.Next(3) - 1),
        _ => AnyStart(),
    };

    /// <summary>The sums of some rows by some groups, each as a line of text, in the order of a report.</summary>
    public static List<string> Sum(IEnumerable<CareEvent> rows, ReportBasis basis, IReadOnlyList<ReportGroup> groups) =>
        rows.GroupBy(row => (
                Month: !groups.Contains(ReportGroup.Month) ? 0
                    : (basis == ReportBasis.Service ? row.ServiceMonth : row.BookingMonth).Number,
                Caregiver: groups.Contains(ReportGroup.Caregiver) ? row.CaregiverId : 0,
                Type: groups.Contains(ReportGroup.Type) ? row.EventTypeId : 0,
                row.Currency, row.State))
            .Select(group => (group.Key, Events: group.Sum(row => row.Count), Amount: group.Sum(row => row.Amount)))
            .Where(sum => sum.Events != 0 || sum.Amount != 0)
            .OrderBy(sum => sum.Key.Month).ThenBy(sum => sum.Key.Caregiver).ThenBy(sum => sum.Key.Type)
            .ThenBy(sum => sum.Key.Currency, StringComparer.Ordinal).ThenBy(sum => sum.Key.State)
            .Select(sum => $"{(sum.Key.Month == 0 ? "" : Months.FromNumber(sum.Key.Month).Written())} " +
                $"{sum.Key.Caregiver} " +
                $"{sum.Key.Type} {sum.Key.Currency} {EnumText.Of(sum.Key.State)} {sum.Events} {sum.Amount}")
            .ToList();

    /// <summary>The rows of an answered report, in the same words.</summary>
    public static List<string> Shown(Answer report) => report["items"]!.AsArray().Select(row =>
        $"{(string?)row!["month"]} {(long?)row["caregiver_id"] ?? 0} {(long?)row["event_type_id"] ?? 0} " +
        $"{(string?)row["currency"]} {(string?)row["state"]} {(long)row["events"]!} {(long)row["amount"]!}").ToList();

    /// <summary>One of the two, or none.</summary>
    public long? AnyOrganisation() => random.Next(3) is > 0 and var one ? Organisations[one - 1] : null;

    async Task Employ()
    {
        var (one, other) = (await app.GivenAnOrganisation(), await app.GivenAnOrganisation());
        Organisations.AddRange([one.Id, other.Id]);
        var (owner, both) = (await app.As(Roles.Provider), await app.As(Roles.Provider | Roles.Manager, one.Id));
        foreach (var (of, to) in new[] { (owner, one.Id), (both, other.Id), (app.Admin, other.Id) })
            Caregivers.Add(await app.GivenACaregiver(to, of));
        Readers.AddRange([
            (app.Admin, _ => true),
            (one.Manager, row => row.OrganisationId == one.Id),
            (other.Manager, row => row.OrganisationId == other.Id),
            (owner, row => row.CaregiverId == Caregivers[0]),
            (both, row => row.OrganisationId == one.Id || row.CaregiverId == Caregivers[1]),
        ]);
    }

    async Task Live()
    {
        var made = new List<CareEvent>();
        for (var i = 0; i < 25; i++)
            made.Add(await Register());
        foreach (var wrong in made.Where((_, i) => i % 6 == 0))
            await ReverseCareEvent.Run(new ReverseCareEvent.Input(wrong.Id, "wrong"), app.OwnCall());
        foreach (var paid in made.Where((_, i) => i % 6 > 2).GroupBy(one => one.Currency))
        {
            var remittance = await RemitCareEvents.Run(new RemitCareEvents.Input(
                Guid.NewGuid().ToString(), paid.Select(one => one.Id).ToList()), app.OwnCall());
            if (random.Next(4) == 0)
                await ReverseRemittance.Run(new ReverseRemittance.Input(remittance.Value.Id), app.OwnCall());
        }
        // Reversed after it was reimbursed, so that the two stand in different states.
        await ReverseCareEvent.Run(new ReverseCareEvent.Input(made[3].Id), app.OwnCall());
    }

    async Task<CareEvent> Register()
    {
        var call = app.OwnCall();
        var start = AnyStart();
        // Where months touch is where mistakes are.
        if (random.Next(4) == 0)
            start = Months.Of(start, zone).Start(zone) + TimeSpan.FromMicroseconds(random.Next(3) - 1);
        var asked = new Registration(
            Caregivers[random.Next(Caregivers.Count)], Types[random.Next(Types.Count)], start);
        return (await call.Write(session => RegisterCareEvent.Register(session, call, asked))).Value.Value;
    }

    Instant AnyStart() => app.OwnCall().Now - TimeSpan.FromMinutes(random.Next(1, 200 * 24 * 60));

    static readonly Sql FindRows = new($"SELECT {CareEvent.Columns} FROM care_events e {CareEvent.Joins}");
}
