using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Changes what the directory says of a provider.</summary>
static class UpdateProvider
{
    public static Task<Person> Run(ChangedPerson input, Call call) => call.Write(async session =>
    {
        var known = await session.One(FindToChange, Person.Read, ("id", input.Id))
            ?? throw Refused.NotFound("provider");
        if (!call.Reach.Covers(known.OwnerUserId, known.OrganisationId, known.OwnerUserId))
            throw Refused.Forbidden("Only who owns or manages a provider may change it.");

        var changed = input.Change(known, call);
        await changed.TieOf().Check(session);
        if (changed.UserId != known.UserId && await session.Number(FindByUser, ("user", changed.UserId)) is not null)
            throw new Refused(Reason.Conflict, "user_taken", "This user is another provider already.");

        await session.Run(Update, changed.Values());
        await EventLog.Append(session, call, new("providers", "provider.updated", $"provider/{input.Id}", changed)
        {
            ProviderId = input.Id,
        });
        return changed;
    });

    static readonly Sql FindToChange = new($$"""
        SELECT {{People.Columns()}}
        FROM providers
        WHERE id = @id
        {lock}
        """);

    static readonly Sql FindByUser = new("SELECT id AS n FROM providers WHERE user_id = @user");

    static readonly Sql Update = new("""
        UPDATE providers
        SET first_name = @first, last_name = @last, time_zone = @zone, user_id = @user, owner_user_id = @owner,
            organisation_id = @organisation, updated_at = @updated
        WHERE id = @id
        """);
}
