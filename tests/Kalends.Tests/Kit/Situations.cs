using System.Globalization;
using Kalends.Platform.Calls;

namespace Kalends.Tests.Kit;

/// <summary>Worlds that tests begin in.</summary>
static class Situations
{
    /// <summary>The clock's next full hour.</summary>
    public static DateTimeOffset NextHour(this TestApp app)
    {
        const long hour = TimeSpan.TicksPerHour;
        var now = app.Clock.GetUtcNow().UtcTicks;
        return new DateTimeOffset((now + hour - 1) / hour * hour, TimeSpan.Zero);
    }

    public static string Text(this DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static async Task<long> GivenAProvider(this TestApp app, Visitor? owner = null) =>
        (await (owner ?? app.Admin).Post("/v1/providers", new { first_name = "Ada", last_name = "Lovelace" }))
        .Is(201).Id;

    public static async Task<long> GivenAClient(this TestApp app) =>
        (await app.Admin.Post("/v1/clients", new { first_name = "Grace", last_name = "Hopper" })).Is(201).Id;

    /// <summary>A signed-in user in role client and the client that they are.</summary>
    public static async Task<(Visitor Visitor, long ClientId)> GivenAClientUser(this TestApp app)
    {
        var visitor = await app.As(Roles.Client);
        var made = await visitor.Post("/v1/clients", new { first_name = "Alan", last_name = "Turing" });
        return (visitor, made.Is(201).Id);
    }

    /// <summary>The id of the first slot of an opening that starts so many days after the next full hour.</summary>
    public static async Task<long> GivenSlots(
        this TestApp app, long providerId, double inDays = 2, int hours = 2, int slotMinutes = 15)
    {
        var starts = app.NextHour().AddDays(inDays);
        var offered = await app.Admin.Post($"/v1/providers/{providerId}/openings", new
        {
            ranges = new[] { new { starts_at = starts.Text(), ends_at = starts.AddHours(hours).Text() } },
            slot_minutes = slotMinutes,
        });
        return (long)offered.Is(201)["items"]![0]!["first_slot_id"]!;
    }

    /// <summary>A provider with free slots the day after tomorrow.</summary>
    public static async Task<(long ProviderId, long SlotId)> GivenFreeSlots(this TestApp app)
    {
        var provider = await app.GivenAProvider();
        return (provider, await app.GivenSlots(provider));
    }

    /// <summary>What an admin is answered who offers an appointment so many days after the next full hour.</summary>
    public static Task<Answer> GivenAnAppointment(
        this TestApp app, long providerId, double inDays = 2, int seconds = 3600, string type = "one-off") =>
        app.Admin.Post("/v1/appointments", new
        {
            provider_id = providerId,
            starts_at = app.NextHour().AddDays(inDays).Text(),
            duration_seconds = seconds,
            type,
        });

    public static async Task<long> GivenAHold(this TestApp app, long slotId, long? clientId = null) =>
        (await app.Reserve(slotId, clientId)).Is(201).Id;

    public static async Task<long> GivenABooking(this TestApp app, long slotId, long? clientId = null)
    {
        var id = (await app.Reserve(slotId, clientId)).Is(201).Id;
        (await app.Admin.Post($"/v1/reservations/{id}/confirm")).Is(200);
        return id;
    }

    /// <summary>What an admin is answered who reserves a slot, for a new client where none is named.</summary>
    public static async Task<Answer> Reserve(this TestApp app, long slotId, long? clientId = null) =>
        await app.Admin.Post(
            "/v1/reservations", new { slot_id = slotId, client_id = clientId ?? await app.GivenAClient() });
}
