using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

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

    /// <summary>The start of the free time, or some minutes after it.</summary>
    public static string FreeAt(this TestApp app, int minutes = 0, double inDays = 1) =>
        app.NextHour().AddDays(inDays).AddMinutes(minutes).Text();
}
