using System.Text.Json;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.People;

/// <summary>What is held about providers and clients.</summary>
static class ProvidersPersonalData
{
    public static readonly PersonalData All = new(
        new("clients", new Sql("""
            SELECT id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at,
                   updated_at, version
            FROM clients
            WHERE id = @client
            """)),
        new("client_reads", new Sql("""
            SELECT read_at, kind, reader, organisation_id
            FROM client_reads
            WHERE client_id = @client
            ORDER BY since, reader, kind
            """)),
        new("providers", new Sql("""
            SELECT id, name, first_name, last_name, cost, currency, time_zone, active, user_id, owner_user_id,
                   organisation_id, created_at, updated_at, deleted_at, version, rating_sum, rating_count
            FROM providers
            WHERE id = @provider
            """)),
        new("provider_skills", new Sql("""
            SELECT h.position, s.name
            FROM provider_skills h
            JOIN skills s ON s.id = h.skill_id
            WHERE h.provider_id = @provider
            ORDER BY h.position
            """)),
        new("provider_languages", new Sql(
            "SELECT position, tag FROM provider_languages WHERE provider_id = @provider ORDER BY position")),
        new("provider_availability", new Sql("""
            SELECT from_date, to_date
            FROM provider_availability
            WHERE provider_id = @provider
            ORDER BY position
            """)),
        new("invitations", new Sql("""
            SELECT id, provider_id, client_id, bound_as, created_at, created_by, expires_at, accepted_at, accepted_by
            FROM invitations
            WHERE provider_id = @provider OR client_id = @client
            ORDER BY id
            """)));

    public static readonly PersonErasure Erasure = new(
    [
        new(new Sql("""
            DELETE FROM invitations
            WHERE id IN (
                SELECT id
                FROM invitations
                WHERE client_id = @client OR provider_id = @provider
                ORDER BY id
                LIMIT @most)
            """)),
    ])
    {
        Last = Forget,
    };

    static async Task Forget(Session session, Call call, Person person)
    {
        if (person.ProviderId is { } provider)
            await ForgetProvider(session, call, provider);
        var known = person.ClientId is { } id ? await session.One(Find, Client.Read, ("id", id)) : null;
        await Idempotency.ForgetAnswers(session, person.UserId, Texts(known, person));
        if (known is null)
            return;
        // The client of a user who stays is theirs no more.
        var erased = (await session.One(Anonymise, Client.Read, person.With(("now", call.Now))))!;
        await ClientWords.Store(session, erased);
        await EventLog.Append(session, call, erased.Event("erased"));
    }

    static async Task ForgetProvider(Session session, Call call, long id)
    {
        var name = (await session.One(FindProvider, row => row.Text("name"), ("id", id)))!;
        await Idempotency.ForgetAnswers(session, userId: null, [$"\"name\":{Written(name)}"]);
        await session.Run(AnonymiseProvider, ("id", id), ("now", call.Now));
        await ProviderLog.Append(session, call, new DomainEvent("providers", "provider.erased", $"provider/{id}", new
        {
            Id = id,
        })
        {
            ProviderId = id,
        });
    }

    static string Written(string text) => JsonSerializer.Serialize(text, Json.Options);

    /// <summary>What is in every answer that tells something of them.</summary>
    static List<string> Texts(Client? client, Person person)
    {
        var texts = person.Addresses.Select(address => $"\"email\":{Written(address)}").ToList();
        if (client is not null)
            texts.AddRange(
            [
                $"\"client_id\":{client.Id},", $"\"id\":{client.Id},\"first_name\":",
                $"\"first_name\":{Written(client.FirstName)},\"last_name\":{Written(client.LastName)},",
            ]);
        return texts;
    }

    static readonly Sql Find = new($"SELECT {Client.Columns()} FROM clients WHERE id = @id");

    static readonly Sql FindProvider = new("SELECT name FROM providers WHERE id = @id");

    static readonly Sql AnonymiseProvider = new("""
        UPDATE providers
        SET name = 'Erased', first_name = 'Erased', last_name = '', erased_at = @now, updated_at = @now,
            version = version + 1
        WHERE id = @id
        """);

    static readonly Sql Anonymise = new($"""
        UPDATE clients
        SET first_name = 'Erased', last_name = '', time_zone = 'UTC', user_id = CAST(@user AS TEXT), updated_at = @now,
            erased_at = @now, version = version + 1
        WHERE id = @client
        RETURNING {Client.Columns()}
        """);
}
