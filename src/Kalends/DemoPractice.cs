using Kalends.Accounts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers;
using Kalends.Providers.Clients;
using Kalends.Reimbursements.Tariffs;
using Kalends.Scheduling.Hours;
using Kalends.Scheduling.Policies;
using Kalends.Scheduling.Services;

namespace Kalends;

/// <summary>
/// The busy practice of a demo: twelve providers with working hours, a fortnight with three hundred bookings, and three
/// years of ledger.
/// </summary>
/// <remarks>
/// Use cases enter it all, each at the time at which it would have happened. It is made once, and the same on the same
/// day. A start that is interrupted in between leaves a smaller practice, of which everything is consistent.
/// </remarks>
static class DemoPractice
{
    const string TimeZone = "Europe/London";
    const int ClientCount = 60;

    static readonly Care[] Cares =
    [
        new("Physiotherapy", "GBP", 6_500), new("Speech therapy", "GBP", 7_200), new("Home visit", "GBP", 9_000),
        new("Video consultation", "EUR", 8_000),
    ];

    static readonly (string First, string Last, int Care, string[] Skills)[] Providers =
    [
        ("Amira", "Haddad", 0, ["Physiotherapy", "Back pain"]), ("Bengt", "Lindqvist", 0, ["Physiotherapy", "Knees"]),
        ("Carla", "Moreno", 1, ["Speech therapy", "Children"]), ("Deepak", "Rao", 1, ["Speech therapy", "Stroke"]),
        ("Elin", "Sandberg", 2, ["Nursing", "Wounds"]), ("Femi", "Adeyemi", 2, ["Nursing", "Diabetes"]),
        ("Greta", "Hoffmann", 0, ["Physiotherapy", "Shoulders"]), ("Hugo", "Martin", 1, ["Speech therapy", "Voice"]),
        ("Ines", "Costa", 2, ["Nursing", "Children"]), ("Jonas", "Weber", 0, ["Physiotherapy", "Sports"]),
        ("Kaja", "Nowak", 3, ["Nutrition", "Diabetes"]), ("Florence", "Baker", 3, ["Nutrition", "On call"]),
    ];

    static readonly string[] FirstNames =
        ["Ada", "Ben", "Chloe", "David", "Emma", "Frank", "Grace", "Henry", "Isla", "Jack", "Kate", "Liam"];

    static readonly string[] LastNames = ["Archer", "Brook", "Carter", "Dale", "Ellis"];

    /// <summary>A kind of care, and the first tariff in minor units.</summary>
    sealed record Care(string Name, string Currency, long Amount);

    /// <param name="ProviderIds">The providers.</param>
    /// <param name="CareOf">The number of the kind of care that each of them gives.</param>
    /// <param name="ClientIds">The clients.</param>
    /// <param name="EventTypeIds">The kinds of care.</param>
    /// <param name="ServiceIds">The services, one of each kind of care.</param>
    public sealed record People(
        IReadOnlyList<long> ProviderIds, IReadOnlyList<int> CareOf, IReadOnlyList<long> ClientIds,
        IReadOnlyList<long> EventTypeIds, IReadOnlyList<long> ServiceIds);

    public static async Task Load(Call call)
    {
        if (await call.Read(async session => await session.Number(FindClinic)) is not { } clinic
            || await MakePeople(clinic, call) is not { } made)
            return;
        var types = await MakeCares(call);
        var people = made with { EventTypeIds = types, ServiceIds = await OfferServices(clinic, made, types, call) };
        // A visitor may book a time that begins in a moment, and so go all the way to a completed appointment.
        await ReplacePolicy.OfOrganisation(new(clinic, BookNoticeMinutes: 0), call);
        await Task.WhenAll(people.ProviderIds.Select(id => Work(id, id == people.ProviderIds[^1], call)));
        await DemoLedger.Load(people, call);
        await DemoFortnight.Load(people, call);
    }

    /// <summary>Makes the providers and the clients in one transaction; null if they are there.</summary>
    static async Task<People?> MakePeople(long clinic, Call call) => (await call.Write<People?>(async session =>
    {
        if (await session.Number(FindProvider, ("first", Providers[0].First), ("last", Providers[0].Last)) is not null)
            return null;
        var (owner, manager) = (await User.ByName(session, "provider"), await User.ByName(session, "manager"));
        var (providers, clients) = (new List<long>(), new List<long>());
        foreach (var (first, last, care, skills) in Providers)
            providers.Add((await CreateProvider.Store(session, call, new ProviderInput(
                FirstName: first, LastName: last, Skills: skills, Cost: Cares[care].Amount * 8,
                Currency: Cares[care].Currency, TimeZone: TimeZone, Languages: ["en"],
                OwnerUserId: providers.Count < 3 ? owner?.Id : manager?.Id, OrganisationId: clinic).Enter(call))).Id);
        for (var i = 0; i < ClientCount; i++)
            clients.Add((await CreateClient.Store(session, call, new ClientInput(
                FirstNames[i % FirstNames.Length], LastNames[i / FirstNames.Length], TimeZone, null, manager?.Id,
                clinic).Enter(call))).Id);
        return new People(providers, [.. Providers.Select(one => one.Care)], clients, [], []);
    })).Value;

    static async Task<List<long>> MakeCares(Call call)
    {
        var ids = new List<long>();
        foreach (var care in Cares)
            ids.Add((await CreateEventType.Run(new(care.Name, care.Currency, care.Amount), call)).Value.Id);
        return ids;
    }

    static async Task<List<long>> OfferServices(long clinic, People people, List<long> types, Call call)
    {
        var ids = new List<long>();
        for (var care = 0; care < Cares.Length; care++)
        {
            var service = await CreateService.Run(
                new(new ServiceInput(Cares[care].Name, DurationMinutes: 60, EventTypeId: types[care]), clinic), call);
            ids.Add(service.Value.Id);
            foreach (var provider in people.ProviderIds.Where((_, i) => people.CareOf[i] == care))
                await OfferService.Run(new(service.Value.Id, provider), call);
        }
        return ids;
    }

    /// <summary>
    /// Weekdays from nine to six with an hour's pause, since a week ago; one is on call, from any five minutes on.
    /// </summary>
    static async Task Work(long providerId, bool isOnCall, Call call)
    {
        var rule = isOnCall
            ? new HoursRule([1, 2, 3, 4, 5, 6, 7], [new("00:00", "24:00")], SlotMinutes: 5)
            : new HoursRule([1, 2, 3, 4, 5], [new("09:00", "13:00"), new("14:00", "18:00")], SlotMinutes: 60);
        await ReplaceWorkingHours.Run(new(providerId, TimeZone, [rule]), call.At(call.Now - DemoFortnight.Before));
    }

    /// <summary>A number below a bound that looks drawn by lot, and is the same in every demo.</summary>
    public static int Lot(int number, int below) =>
        (int)(unchecked((uint)number * 2_654_435_761) * (ulong)below >> 32);

    static readonly Sql FindClinic = new("SELECT MIN(id) AS n FROM public_organisations");

    static readonly Sql FindProvider =
        new("SELECT id AS n FROM public_providers WHERE first_name = @first AND last_name = @last LIMIT 1");
}
