using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Public;

namespace Kalends.Originals.ServiceProviders;

/// <summary>The routes of the original directory about one service provider, in its words.</summary>
static class OriginalDirectory
{
    /// <summary>That the directory is served.</summary>
    public sealed record Healthy(string Status);

    /// <summary>An object without members.</summary>
    public sealed record Empty;

    /// <param name="Name">The name to show.</param>
    /// <param name="Skills">What they can do, in the order in which to show it.</param>
    /// <param name="CostInPence">What a day costs.</param>
    /// <param name="Availability">When they could work.</param>
    /// <param name="Users">The user's id, once more: where it is sent, it is the token's.</param>
    public sealed record New(
        [Text(1, Profile.NameMax)] string Name,
        [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string> Skills,
        [Number(0, Profile.CostMax)] long CostInPence,
        [Count(0, Profile.RangesMax)] IReadOnlyList<DateRange> Availability,
        [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <param name="Id">Whom: the UUID, or the number that /v1 has.</param>
    /// <param name="Said">All that the original says of one.</param>
    public sealed record Changed([Text(1, 100)] string Id, [Spread] New Said);

    /// <param name="Id">Whom: the UUID, or the number that /v1 has.</param>
    /// <param name="Users">The user's id, once more: where it is sent, it is the token's.</param>
    public sealed record Which(
        [Text(1, 100)] string Id, [Header("user_id", "user-id", Alone = true)] IReadOnlyList<string>? Users = null);

    /// <summary>Says that the directory is served.</summary>
    public static Task<Healthy> Health(NoInput input, Call call) => Task.FromResult(new Healthy("ok"));

    /// <summary>Enters a service provider; who enters one owns it.</summary>
    public static async Task<ServiceProvider> Create(New input, Call call)
    {
        RefuseOthers(input.Users, call);
        return ServiceProvider.Of(await CreateProvider.Run(new ProviderInput(
            input.Name, Skills: Distinct(input.Skills), Cost: input.CostInPence, Currency: ServiceProvider.Currency,
            Availability: input.Availability), call));
    }

    /// <summary>Reads a service provider.</summary>
    public static async Task<ServiceProvider> Read(Which input, Call call)
    {
        RefuseOthers(input.Users, call);
        return ServiceProvider.Of(Priced(await ReadProvider.Run(new(ServiceProviderId.Read(input.Id)), call)));
    }

    /// <summary>Says all that the original has words for anew; the rest stays as it is.</summary>
    public static Task<ServiceProvider> Replace(Changed input, Call call)
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
                session, call, known, said.Replace(known, call), "provider.updated"));
        });
    }

    /// <summary>Takes a service provider out of the directory.</summary>
    public static async Task<Empty> Delete(Which input, Call call)
    {
        RefuseOthers(input.Users, call);
        var id = ServiceProviderId.Read(input.Id);
        Priced(await ReadProvider.Run(new(id), call));
        await DeleteProvider.Run(new(id), call);
        return new Empty();
    }

    /// <summary>Refuses a header that names another user than the token does.</summary>
    public static void RefuseOthers(IReadOnlyList<string>? users, Call call)
    {
        if (users?.Any(user => !user.Equals(call.Caller.UserId, StringComparison.OrdinalIgnoreCase)) ?? false)
            throw new Refused(Reason.Forbidden, "wrong_user", "The header names another user than the token does.");
    }

    static Profile Priced(Profile profile) =>
        profile.Currency == ServiceProvider.Currency ? profile : throw Refused.NotFound("service provider");

    // The original kept a skill that was named twice once.
    static List<string> Distinct(IReadOnlyList<string> skills) => skills.Distinct().ToList();
}
