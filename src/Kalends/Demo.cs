using Kalends.Accounts;
using Kalends.Accounts.Organisations;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers;
using Kalends.Providers.Clients;
using Kalends.Scheduling;
using Kalends.Scheduling.Appointments;
using Kalends.Scheduling.Openings;

namespace Kalends;

/// <summary>
/// A small world to try the product in: five users, two therapists with open calendars and an appointment each, two
/// clients.
/// </summary>
/// <remarks>
/// All passwords are "password", so the people come into no database but an empty one, all of them in the transaction
/// that marks it as a demo's.
/// </remarks>
static class Demo
{
    /// <summary>Of processes that start together, one loads it.</summary>
    public const int Job = 4;

    const int DaysOffered = 14;

    /// <summary>Lets the demo's people in, once; refused in a database of others.</summary>
    public static async Task Enter(Call call)
    {
        var hash = Passwords.Hash(DemoUsers.Password);
        await call.Write(async session =>
        {
            if (await DemoUsers.AreWanted(session))
                await MakePeople(session, hash, call);
            return Nothing.Value;
        });
    }

    /// <summary>Gives the people something to offer.</summary>
    public static async Task Load(Call call)
    {
        await OfferAppointments(call);
        await OpenCalendars(call);
        await DemoPractice.Load(call);
    }

    static async Task MakePeople(Session session, string hash, Call call)
    {
        var clinic = await CreateOrganisation.Store(session, call, "Demo clinic");
        Task<UserView> Make(string name, Roles roles, long? organisationId = null) =>
            DemoUsers.Make(session, call, name, hash, roles, organisationId);

        await Make("test_user", Roles.Admin);
        await Make("manager", Roles.Manager, clinic.Id);
        await Make("accountant", Roles.Accountant);
        var provider = await Make("provider", Roles.Provider);
        var client = await Make("client", Roles.Client);

        var today = DateOnly.FromDateTime(call.Now.ToDateTimeUtc().Date);
        await CreateProvider.Store(session, call, new ProviderInput(
            FirstName: "jeff", LastName: "smith", Cost: 32_000, Currency: "GBP", Languages: ["en"],
            Availability: [new(today, today.AddDays(DaysOffered))], UserId: provider.Id, OwnerUserId: provider.Id,
            OrganisationId: clinic.Id).Enter(call));
        await CreateProvider.Store(session, call, new ProviderInput(
            FirstName: "jane", LastName: "smith", Cost: 45_000, Currency: "GBP", Languages: ["en", "fr"],
            Availability: [new(today.AddDays(7), today.AddDays(60)), new(today.AddDays(90), today.AddDays(120))],
            OwnerUserId: provider.Id, OrganisationId: clinic.Id).Enter(call));
        await CreateClient.Store(
            session, call, new ClientInput("Harry", "Potter", "UTC", client.Id, client.Id).Enter(call));
        await CreateClient.Store(
            session, call, new ClientInput("John", "Doe", "UTC", null, provider.Id, clinic.Id).Enter(call));
    }

    /// <summary>
    /// Next week's appointments, in the evening, where the open calendars leave room; of a new world they are the first
    /// openings, so that their ids are 1 and 2.
    /// </summary>
    static async Task OfferAppointments(Call call)
    {
        var day = Today(call) + TimeSpan.FromDays(7);
        await GiveSkillsUnlessThere(1, ["Addiction", "ADHD"], call);
        await GiveSkillsUnlessThere(2, ["CBT", "Divorce", "Sexuality"], call);
        await UnlessThere(() => OfferAppointment.Offer(
            new(1, day + new TimeSpan(18, 19, 32), 3600, "one-off"), call));
        await UnlessThere(() => OfferAppointment.Offer(
            new(2, day + new TimeSpan(19, 20, 0), 3600, "consultation"), call));
    }

    static async Task GiveSkillsUnlessThere(long providerId, string[] skills, Call call)
    {
        if ((await ReadSkills.Run(new(providerId), call)).Skills.Count == 0)
            await SetSkills.Run(new(providerId, skills), call);
    }

    /// <summary>Keeps two weeks ahead bookable, so that a demo started again after a month is still alive.</summary>
    static async Task OpenCalendars(Call call)
    {
        foreach (var providerId in new long[] { 1, 2 })
            for (var day = 1; day <= DaysOffered; day++)
            {
                var start = Today(call) + TimeSpan.FromDays(day) + TimeSpan.FromHours(9);
                await UnlessThere(() => OfferOpenings.Run(
                    new(providerId, [new(start, start + TimeSpan.FromHours(8))], 30), call));
            }
    }

    static Instant Today(Call call) => Instants.From(new DateTimeOffset(call.Now.ToDateTimeUtc().Date, TimeSpan.Zero));

    static async Task UnlessThere(Func<Task> offer)
    {
        try
        {
            await offer();
        }
        catch (Refused refused) when (refused.Is(SchedulingErrors.OpeningOverlaps))
        {
            // Offered at an earlier start, or by somebody who plays with the demo.
        }
    }
}
