using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>What a client of the original reservation service does.</summary>
static class Steps
{
    public const string Slots = "available timeslots";
    public const string Scheduled = "Reservation scheduled";

    public static async Task<long> GivenAnOriginalProvider(this TestApp app) => (long)(await app.Admin.Post(
        "/provider/create", new { first_name = "John", last_name = "Doe" })).Is(201)["provider_id"]!;

    public static async Task<long> GivenAnOriginalClient(this TestApp app) => (long)(await app.Admin.Post(
        "/client/create", new { first_name = "Harry", last_name = "Potter" })).Is(201)["client_id"]!;

    /// <summary>The first of eight timeslots the day after tomorrow.</summary>
    public static async Task<long> GivenATimeslot(this TestApp app, long provider)
    {
        var starts = app.NextHour().AddDays(2);
        var offered = await app.Offer(provider, starts.Text(), starts.AddHours(2).Text());
        return (long)offered.Is(201)[Slots]![0]!["timeslot_id"]!;
    }

    public static Task<Answer> Offer(this TestApp app, long provider, string starts, string ends) => app.Admin.Post(
        "/provider/availability", new { provider_id = provider, start_time = starts, end_time = ends });

    public static Task<Answer> ListTimeslots(this TestApp app, long provider) =>
        app.Admin.Get($"/client/getProviderAvailability?provider_id={provider}");

    public static Task<Answer> ReserveTimeslot(this TestApp app, long client, long timeslot) =>
        app.Admin.Post("/client/reserve", new { client_id = client, timeslot_id = timeslot });

    public static Task<Answer> ConfirmTimeslot(this TestApp app, long client, long reservation) =>
        app.Admin.Put("/client/confirm", new { client_id = client, reservation_id = reservation });

    public static long ReservationId(this Answer reserved) => (long)reserved.Is(200)[Scheduled]!["reservation_id"]!;
}
