using Kalends.Platform.Calls;
using Kalends.Reimbursements.CareEvents;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>What tests of the ledger begin with, and what they do in it.</summary>
static class Bookkeeping
{
    public static async Task<long> GivenAnEventType(
        this TestApp app, long amount = 500, string currency = "SEK", string? name = null) =>
        (await app.Admin.Post("/v1/event-types", new { name = name ?? Guid.NewGuid().ToString(), currency, amount }))
        .Is(201).Id;

    /// <summary>What somebody is answered who registers care that began so long ago.</summary>
    public static Task<Answer> Register(
        this Visitor visitor, TestApp app, long caregiver, long type, double hoursAgo = 1) =>
        visitor.Post("/v1/care-events", new
        {
            caregiver_id = caregiver,
            event_type_id = type,
            starts_at = app.Clock.GetUtcNow().AddHours(-hoursAgo).Text(),
        });

    public static async Task<long> GivenACareEvent(
        this TestApp app, long caregiver, long type, double hoursAgo = 1) =>
        (await app.Admin.Register(app, caregiver, type, hoursAgo)).Is(201).Id;

    public static async Task Reimburse(this TestApp app, long careEvent) => (await app.Admin.Post(
        "/v1/remittances", new { reference = Guid.NewGuid(), care_event_ids = new[] { careEvent } })).Is(201);

    public static Task<Visitor> AnAccountant(this TestApp app) => app.As(Roles.Accountant);

    /// <summary>An organisation with its manager.</summary>
    public static async Task<(long Id, Visitor Manager)> GivenAnOrganisation(this TestApp app)
    {
        var id = (await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        return (id, await app.As(Roles.Manager, id));
    }

    /// <summary>A caregiver of an organisation, or of none, who is owned by somebody.</summary>
    public static async Task<long> GivenACaregiver(this TestApp app, long? organisation, Visitor? owner = null) =>
        (await app.Admin.Post("/v1/providers", new
        {
            name = "Mary Seacole",
            owner_user_id = (owner ?? app.Admin).UserId,
            organisation_id = organisation,
        })).Is(201).Id;

    /// <summary>Takes a caregiver to another organisation, or out of all.</summary>
    public static async Task Move(this TestApp app, long caregiver, long? organisation) => (await app.Admin.Patch(
        $"/v1/providers/{caregiver}", $"{{\"organisation_id\":{organisation?.ToString() ?? "null"}}}")).Is(200);

    /// <summary>The sums of the ledger that do not agree; none, if all is well.</summary>
    public static Task<IReadOnlyList<string>> Drift(this TestApp app, long? caregiver = null) =>
        Recount.Drift(app, caregiver);

    /// <summary>Folds what has been appended to the month totals.</summary>
    public static Task Fold(this TestApp app) => FoldTotals.Run(app.OwnCall());

    /// <summary>A confirmed reservation whose time comes in two days.</summary>
    public static async Task<(long Id, long Provider)> GivenAnAppointment(this TestApp app, Visitor? owner = null)
    {
        var provider = await app.GivenAProvider(owner);
        var id = await app.GivenAHold(await app.GivenSlots(provider));
        (await app.Admin.Post($"/v1/reservations/{id}/confirm")).Is(200);
        return (id, provider);
    }
}
