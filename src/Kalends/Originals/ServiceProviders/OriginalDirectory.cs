using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>The routes of the original directory for a single service provider, in its words.</summary>
static class OriginalDirectory
{
    /// <summary>A confirmation that the directory is served.</summary>
    public sealed record Healthy(string Status);

    /// <summary>An object without members.</summary>
    public sealed record Empty;

    /// <param name="Name">The name to show.</param>
    /// <param name="Skills">The skills, in the order in which to show them.</param>
    /// <param name="CostInPence">The price of a day, in pence.</param>
    /// <param name="Availability">The dates on which they could work.</param>
    /// <param name="Users">The user's id again; if sent, it must be that of the token.</param>
    public sealed record New(
        [Text(1, Profile.NameMax)] string Name,
        [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Number(0, Profile.CostMax)] long CostInPence,
        [Count(0, Profile.RangesMax)] IReadOnlyList<DateRange> Availability,
        [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <param name="Id">The UUID of the service provider, or its number in /v1.</param>
    /// <param name="Said">All members that the original has.</param>
    public sealed record Changed([Text(1, 100)] string Id, [Spread] New Said);

    /// <param name="Id">The UUID of the service provider, or its number in /v1.</param>
    /// <param name="Users">The user's id again; if sent, it must be that of the token.</param>
    public sealed record Which(
        [Text(1, 100)] string Id, [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <summary>Confirms that the directory is served.</summary>
    public static Task<Healthy> Health(NoInput input, Call call) => Task.FromResult(new Healthy("ok"));

    /// <summary>Creates a service provider, who then belongs to the caller.</summary>
    public static async Task<Answer<ServiceProvider>> Create(New input, Call call)
    {
        RefuseOthers(input.Users, call);
        var made = await CreateProvider.Run(new ProviderInput(
            input.Name, Skills: Distinct(input.Skills), Cost: input.CostInPence, Currency: ServiceProvider.Currency,
            Availability: input.Availability), call);
        return made.As(ServiceProvider.Of);
    }

    /// <summary>Reads a service provider.</summary>
    public static async Task<ServiceProvider> Read(Which input, Call call)
    {
        RefuseOthers(input.Users, call);
        return ServiceProvider.Of(Priced(await ReadProvider.Run(new(ServiceProviderId.Read(input.Id)), call)));
    }

    /// <summary>Replaces all members that the original has; the others stay as they are.</summary>
    public static Task<Answer<ServiceProvider>> Replace(Changed input, Call call)
    {
        RefuseOthers(input.Said.Users, call);
        var id = ServiceProviderId.Read(input.Id);
        return call.Write(async session =>
        {
            var known = Priced(await ProfileStore.FindToChange(session, call, id, ifMatch: null));
            var isRenamed = input.Said.Name != known.Name;
            var said = ProviderInput.Of(known) with
            {
                Name = input.Said.Name,
                FirstName = isRenamed ? null : known.FirstName,
                LastName = isRenamed ? "" : known.LastName,
                Skills = Distinct(input.Said.Skills),
                Cost = input.Said.CostInPence,
                Availability = input.Said.Availability,
            };
            return ServiceProvider.Of(await ProfileStore.Change(
                session, call, known, said.Replace(known, call), "updated"));
        });
    }

    /// <summary>Removes a service provider from the directory.</summary>
    public static async Task<Answer<Empty>> Delete(Which input, Call call)
    {
        RefuseOthers(input.Users, call);
        var id = ServiceProviderId.Read(input.Id);
        Priced(await ReadProvider.Run(new(id), call));
        await DeleteProvider.Run(new(id), call);
        return new Empty();
    }

    /// <summary>Refuses a header that names another user than the token.</summary>
    public static void RefuseOthers(IReadOnlyList<string>? users, Call call)
    {
        if (users?.Any(user => !user.Equals(call.Caller.UserId, StringComparison.OrdinalIgnoreCase)) ?? false)
            throw OriginalsErrors.WrongUser.Refused();
    }

    static Profile Priced(Profile profile) =>
        profile.Currency == ServiceProvider.Currency ? profile : throw OriginalsErrors.NoSuchServiceProvider.Refused();

    // The original stored a skill only once, even if it was named twice.
    static List<string> Distinct(IReadOnlyList<string> skills) => skills.Distinct().ToList();
}
