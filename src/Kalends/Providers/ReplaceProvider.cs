using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Says everything of a provider anew; what is left out is no longer said, but for its ties.</summary>
static class ReplaceProvider
{
    /// <inheritdoc cref="NewProvider"/>
    public sealed record Input(
        [Id] long Id,
        [Text(1, 200)] string? Name = null,
        [Text(1, 200)] string? FirstName = null,
        [Text(0, 100)] string? LastName = null,
        [Count(0, NewProvider.SkillsMax)][Text(1, 100)] IReadOnlyList<string>? Skills = null,
        [Number(0, NewProvider.CostMax)] long? Cost = null,
        [Text(3, 3)] string? Currency = null,
        [Count(0, NewProvider.RangesMax)] IReadOnlyList<DateRange>? Availability = null,
        [Text(1, 64)] string TimeZone = "UTC",
        [Count(0, 20)][Text(2, 35)] IReadOnlyList<string>? Languages = null,
        bool Active = true,
        [Text(1, 64)] string? UserId = null,
        [Text(1, 64)] string? OwnerUserId = null,
        [Id] long? OrganisationId = null)
    {
        public NewProvider Said => new(
            Name, FirstName, LastName, Skills, Cost, Currency, Availability, TimeZone, Languages, Active, UserId,
            OwnerUserId, OrganisationId);
    }

    public static Task<Profile> Run(Input input, Call call) => call.Write(async session =>
    {
        // Others may read a provider, but to whoever may not change it there is nothing to change.
        var known = await StoredProfile.FindToChange(session, input.Id);
        if (known is null || !call.Reach.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId))
            throw Refused.NotFound("provider");

        var changed = input.Said.Replace(known, call);
        await changed.TieOf().Check(session);
        if (changed.UserId != known.UserId && await session.Number(FindByUser, ("user", changed.UserId)) is not null)
            throw new Refused(Reason.Conflict, "user_taken", "This user is another provider already.");

        await StoredProfile.Update(session, known, changed);
        await EventLog.Append(session, call, new("providers", "provider.updated", $"provider/{input.Id}", changed)
        {
            ProviderId = input.Id,
        });
        return changed;
    });

    static readonly Sql FindByUser = new("SELECT id AS n FROM providers WHERE user_id = @user");
}
