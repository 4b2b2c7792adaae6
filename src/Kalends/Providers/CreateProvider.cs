using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Enters a provider into the directory; who enters one owns it.</summary>
static class CreateProvider
{
    public static Task<Person> Run(NewPerson input, Call call)
    {
        var entered = input.Enter(call);
        return call.Write(session => Store(session, call, entered));
    }

    static async Task<Person> Store(Session session, Call call, Person entered)
    {
        await entered.TieOf().Check(session);
        var id = await session.Number(Insert, entered.Values())
            ?? throw new Refused(Reason.Conflict, "user_taken", "This user is another provider already.");
        var provider = entered with { Id = id };
        await EventLog.Append(session, call, new("providers", "provider.created", $"provider/{id}", provider)
        {
            ProviderId = id,
        });
        return provider;
    }

    static readonly Sql Insert = new("""
        INSERT INTO providers
            (first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at, updated_at)
        VALUES (@first, @last, @zone, @user, @owner, @organisation, @created, @updated)
        ON CONFLICT (user_id) DO NOTHING
        RETURNING id AS n
        """);
}
