using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Services and policies that tests begin with.</summary>
static class Offering
{
    /// <summary>A service of a provider, who offers it.</summary>
    public static async Task<long> GivenAService(
        this TestApp app, long providerId, int minutes = 60, int before = 0, int after = 0,
        object[]? questions = null, long? eventTypeId = null) =>
        (await app.Admin.Post("/v1/services", new
        {
            provider_id = providerId,
            name = "Massage",
            duration_minutes = minutes,
            buffer_before_minutes = before,
            buffer_after_minutes = after,
            questions = questions ?? [],
            event_type_id = eventTypeId,
        })).Is(201).Id;

    /// <summary>What somebody is answered who books a service, for a new client where none is named.</summary>
    public static async Task<Answer> Book(
        this TestApp app, long slotId, long? serviceId, Visitor? visitor = null, long? clientId = null,
        object[]? answers = null, string? reason = null) =>
        await (visitor ?? app.Admin).Post("/v1/reservations", new Dictionary<string, object?>
        {
            ["slot_id"] = slotId,
            ["client_id"] = clientId ?? await app.GivenAClient(),
            ["service_id"] = serviceId,
            ["answers"] = answers,
            ["override"] = reason,
        });

    /// <summary>The ids of the listed starts of a service, or of the slots.</summary>
    public static async Task<List<long>> Listed(this TestApp app, long providerId, long? serviceId = null)
    {
        var service = serviceId is null ? "" : $"&service_id={serviceId}";
        var from = app.Clock.GetUtcNow();
        var page = (await app.Admin.Get(
            $"/v1/providers/{providerId}/slots?from={from.Text()}&to={from.AddDays(60).Text()}{service}")).Is(200);
        return page["items"]!.AsArray().Select(slot => (long)slot!["id"]!).ToList();
    }

    /// <summary>An opening of a provider that starts so many minutes after the next full hour in two days.</summary>
    public static async Task<long> GivenAnOpening(
        this TestApp app, long providerId, int fromMinute, int minutes, int slotMinutes = 15)
    {
        var day = app.NextHour().AddDays(2);
        var offered = await app.Admin.Post($"/v1/providers/{providerId}/openings", new
        {
            ranges = new[]
            {
                new
                {
                    starts_at = day.AddMinutes(fromMinute).Text(),
                    ends_at = day.AddMinutes(fromMinute + minutes).Text(),
                },
            },
            slot_minutes = slotMinutes,
        });
        return (long)offered.Is(201)["items"]![0]!["first_slot_id"]!;
    }

    /// <summary>The events about a subject, from the first to the last, as kinds with their data.</summary>
    public static async Task<List<(string Kind, string Data)>> EventsOf(this TestApp app, string subject)
    {
        await app.LogIsTold();
        return (await app.Admin.Get($"/v1/events?subject={subject}&limit=100")).Is(200)["items"]!.AsArray()
            .Select(one => ((string)one!["kind"]!, one["data"]!.ToJsonString())).Reverse().ToList();
    }
}
