using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Microsoft.Playwright;

namespace Kalends.Tests.Web.Console;

/// <summary>A practice of one organisation, with a manager who keeps its calendars.</summary>
static class StaffDay
{
    /// <param name="Username">The manager, whose password is that of all.</param>
    /// <param name="OrganisationId">Their organisation.</param>
    /// <param name="ProviderId">A provider with free time from tomorrow's next full hour on.</param>
    /// <param name="FirstSlotId">The first slot of that time.</param>
    public sealed record Office(string Username, long OrganisationId, long ProviderId, long FirstSlotId);

    public static async Task<Office> GivenAnOffice(
        this TestApp app, double inDays = 1, int hours = 4, int slotMinutes = 30)
    {
        var organisation = (await app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var manager = await app.GivenAUserWithPassword(Roles.Manager, organisation);
        var provider = (await app.Admin.Post("/v1/providers", new
        {
            first_name = "Ada",
            last_name = "Lovelace",
            organisation_id = organisation,
        })).Is(201).Id;
        return new Office(
            manager, organisation, provider, await app.GivenSlots(provider, inDays, hours, slotMinutes));
    }

    public static async Task<long> GivenAClientOf(this TestApp app, Office office, string first, string last) =>
        (await app.Admin.Post("/v1/clients", new
        {
            first_name = first,
            last_name = last,
            organisation_id = office.OrganisationId,
        })).Is(201).Id;

    public static async Task<PageVisitor> Enters(this TestApp app, Office office)
    {
        var visitor = new PageVisitor(app);
        (await visitor.SignIn(office.Username, Practice.Password)).Is(303);
        return visitor;
    }

    /// <summary>Opens a window in which the manager is signed in.</summary>
    public static async Task<Screen> SignIn(
        this Chromium chromium, TestApp app, Office office, BrowserNewContextOptions options)
    {
        var screen = await chromium.Open(app.Address, options);
        await screen.SignIn(office.Username, Practice.Password);
        return screen;
    }

    /// <summary>The start of the free time, or some minutes after it.</summary>
    public static string FreeAt(this TestApp app, int minutes = 0, double inDays = 1) =>
        app.NextHour().AddDays(inDays).AddMinutes(minutes).Text();

    /// <summary>The day on which hours are looked at: three days ahead, so that they lie beside offered time.</summary>
    public static string HoursDay(this TestApp app) => app.NextHour().AddDays(3).ToString("yyyy-MM-dd");

    /// <summary>A time of that day; what is no time stays as it is.</summary>
    public static string HoursAt(this TestApp app, string time) =>
        time.Contains(':', StringComparison.Ordinal) ? $"{app.HoursDay()}T{time}:00Z" : time;

    /// <summary>Hours from 9 to 12 and from 13 to 17 on all days, in slots of half an hour.</summary>
    /// <param name="app">The app.</param>
    /// <param name="providerId">Whose hours they are.</param>
    /// <param name="exception">A day with other hours.</param>
    /// <param name="otherSlotMinutes">The length of the slots from 18 to 19, if there are such.</param>
    /// <param name="services">The services that they are for.</param>
    public static async Task GivenHours(
        this TestApp app, long providerId, JsonObject? exception = null, int? otherSlotMinutes = null,
        long[]? services = null)
    {
        object[] rules =
        [
            new
            {
                weekdays = new[] { 1, 2, 3, 4, 5, 6, 7 },
                stretches = new[] { new { from = "09:00", to = "12:00" }, new { from = "13:00", to = "17:00" } },
                slot_minutes = 30,
                service_ids = services ?? [],
            },
        ];
        if (otherSlotMinutes is { } length)
            rules =
            [
                .. rules,
                new
                {
                    weekdays = new[] { 1, 2, 3, 4, 5, 6, 7 },
                    stretches = new[] { new { from = "18:00", to = "19:00" } },
                    slot_minutes = length,
                },
            ];
        (await app.Admin.Put($"/v1/providers/{providerId}/working-hours", new
        {
            time_zone = "UTC",
            rules,
            exceptions = exception is null ? [] : new[] { exception },
        })).Is(200);
    }
}
