using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Start;

/// <summary>A bit of everything that modules keep beside their rows, or derive from them.</summary>
static class BusyWorld
{
    public static async Task<(long Provider, long Opening)> GivenABusyWorld(this TestApp app)
    {
        var provider = (await app.Admin.Post("/v1/providers", new
        {
            first_name = "Ada",
            last_name = "Lovelace",
            skills = new[] { "reckoning", "poetry" },
            availability = new[] { new { from_date = "2030-02-01", to_date = "2030-02-20" } },
        })).Is(201).Id;
        var slot = await app.GivenSlots(provider);
        var booking = await app.GivenABooking(slot);
        (await app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = slot + 3 })).Is(200);
        await app.GivenAHold(slot);

        var type = await app.GivenAnEventType();
        await app.GivenACareEvent(provider, type);
        await app.Reimburse(await app.GivenACareEvent(provider, type));
        var wrong = await app.GivenACareEvent(provider, type);
        (await app.Admin.Post($"/v1/care-events/{wrong}/reverse")).Is(201);
        await app.Fold();

        (await (await app.As(Roles.Client)).Post($"/v1/providers/{provider}/reviews", new { rating = 4.5 })).Is(201);
        (await app.Admin.Post("/v1/events", new { component = "hive", message = "Busy as a bee, naïve as a Bär" }))
            .Is(201);
        return (provider, slot / 4096);
    }
}
