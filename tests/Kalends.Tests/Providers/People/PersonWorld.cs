using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.Directory;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;

namespace Kalends.Tests.Providers.People;

/// <summary>A person of whom every table knows something, with a mark in each text about them.</summary>
sealed class PersonWorld
{
    const string Mark = "zqmark";

    PersonWorld(TestApp app, Visitor visitor, long clientId, long? providerId) =>
        (App, Visitor, ClientId, ProviderId) = (app, visitor, clientId, providerId);

    TestApp App { get; }

    /// <summary>The person as they visit.</summary>
    public Visitor Visitor { get; }

    public long ClientId { get; }

    /// <summary>The provider who they are, if they are one.</summary>
    public long? ProviderId { get; }

    /// <summary>The text that stands in a column.</summary>
    public static string MarkOf(string column) => $"{Mark}{column.Replace(".", "", StringComparison.Ordinal)
        .Replace("_", "", StringComparison.Ordinal)}";

    /// <summary>The person, who is a user and a client, and may be a provider too.</summary>
    public static async Task<PersonWorld> Make(TestApp app, bool isProvider)
    {
        var visitor = await app.As(Roles.Client | Roles.Provider);
        var made = new { first_name = MarkOf("idempotency_keys.answer"), user_id = visitor.UserId };
        var client = (await app.Admin.Post("/v1/clients", made, key: $"{Guid.NewGuid()}")).Is(201).Id;
        var world = new PersonWorld(app, visitor, client, isProvider ? await MakeProvider(app, visitor) : null);
        await world.Live();
        await world.WriteDown();
        if (isProvider)
            await world.WriteDownProvider();
        return world;
    }

    static async Task<long> MakeProvider(TestApp app, Visitor visitor)
    {
        var provider = (await app.Admin.Post("/v1/providers", new
        {
            name = MarkOf("provider_words.word"),
            user_id = visitor.UserId,
            owner_user_id = visitor.UserId,
        })).Is(201).Id;
        (await visitor.Post($"/v1/providers/{provider}/closures", new
        {
            starts_at = app.NextHour().AddDays(3).Text(),
            ends_at = app.NextHour().AddDays(4).Text(),
            reason = "Ill.",
        })).Is(201);
        return provider;
    }

    /// <summary>The columns in which a text of this world stands.</summary>
    public static async Task<IReadOnlyList<string>> Marked(TestApp app)
    {
        var found = new List<string>();
        foreach (var column in (await PersonalColumns.In(app)).Except(PersonalColumns.Words))
        {
            var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
            var find = Sql.Shaped($"SELECT 1 AS n FROM {table} WHERE {name} LIKE '%{Mark}%' LIMIT 1");
            if (await app.Db.Read(async session => await session.Number(find), CancellationToken.None) is not null)
                found.Add(column);
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }

    async Task Live()
    {
        var elsewhere = await App.GivenAProvider();
        var slot = await App.GivenSlots(elsewhere);
        var service = await App.GivenAService(
            elsewhere, minutes: 15, questions: [new { key = "food", label = "Allergies?" }]);
        object[] answers = [new { question = "food", text = "Nuts." }];
        var visit = (await App.Book(slot, service, clientId: ClientId, answers: answers)).Is(201).Id;
        (await Visitor.Post($"/v1/reservations/{visit}/cancel", new { reason = "I am ill." })).Is(200);

        var review = (await Visitor.Post($"/v1/providers/{elsewhere}/reviews", new { rating = 4, comment = "Good." }))
            .Is(201).Id;
        (await App.Admin.Reply(review, "Thank you.")).Is(200);
        (await App.Admin.Moderate(review, "hidden", "Not polite.")).Is(200);

        (await App.Admin.Put($"/v1/clients/{ClientId}/contact", new { email = "a@b.example", phone = "+46701234567" }))
            .Is(200);
        (await Visitor.Post("/v1/api-keys", new { name = "Reminders", scopes = new[] { "providers:read" } })).Is(201);
        (await Visitor.Post($"/v1/clients/{ClientId}/feed")).Is(201);
        (await Visitor.Post("/v1/webhooks", new { url = "https://example.org/hook", description = "Mine." })).Is(201);
        (await App.Admin.Post($"/v1/clients/{ClientId}/invitations", new { @as = "owner" })).Is(201);
        (await App.Admin.Post("/v1/events", new
        {
            component = "hive",
            email = MarkOf("contacts.email"),
            message = $"Says {MarkOf("event_texts.message")}",
            data = new { text = MarkOf("event_texts.data") },
        })).Is(201);
    }

    /// <summary>Marks what was written, and writes what only background work would.</summary>
    async Task WriteDown()
    {
        var (user, reservations) = ($"'{Visitor.UserId}'", $"SELECT id FROM reservations WHERE client_id = {ClientId}");
        await Run($"""
            INSERT INTO refresh_tokens (hash, user_id, number, origin, created_at, expires_at)
            VALUES ('', {user}, 1, '', 0, 9000000000000000)
            """);
        await Run($"""
            INSERT INTO stream_tickets (hash, user_id, token_version, path, expires_at)
            VALUES ('', {user}, 1, '', 9000000000000000)
            """);
        await Run($"""
            INSERT INTO messages
                (key, kind, channel, contact_id, client_id, revision, created_at, expires_at, state, finished_at)
            SELECT 'one', 'reminder', 'email', id, {ClientId}, 0, 0, 9000000000000000, 'sent', 0
            FROM contacts
            WHERE client_id = {ClientId}
            """);
        await Run($"""
            INSERT INTO password_requests (address, address_hash, created_at)
            VALUES ('{MarkOf("contacts.email_key")}', '', 0)
            """);
        await Run($"""
            INSERT INTO guest_requests
                (email, email_key, first_name, last_name, language, time_zone, network, created_at, expires_at)
            VALUES ('', '{MarkOf("contacts.email_key")}', '', '', 'en', 'UTC', '', 0, 9000000000000000)
            """);
        await Run($"""
            INSERT INTO guests (email_key, client_id, created_at)
            VALUES ('{MarkOf("guests.email_key")}', {ClientId}, 0)
            """);
        await Run($"""
            INSERT INTO webhook_deliveries (webhook_id, event_id, created_at, state, finished_at)
            SELECT id, 'one', 0, 'delivered', 0 FROM webhooks WHERE user_id = {user}
            """);
        await Run($"""
            INSERT INTO webhook_attempts (delivery_id, attempted_at, duration_ms, answer)
            SELECT d.id, 0, 0, '{MarkOf("webhook_attempts.answer")}'
            FROM webhook_deliveries d
            JOIN webhooks w ON w.id = d.webhook_id
            WHERE w.user_id = {user}
            """);
        await Run($"""
            UPDATE webhooks
            SET old_secret = '{MarkOf("webhooks.old_secret")}', old_secret_until = 9000000000000000
            WHERE user_id = {user}
            """);

        await Fill("api_keys", $"user_id = {user}", "name");
        await Fill("api_key_secrets", $"key_id IN (SELECT id FROM api_keys WHERE user_id = {user})", "hash", "prefix");
        await Fill("clients", $"id = {ClientId}", "first_name", "last_name");
        await Fill("contacts", $"client_id = {ClientId}", "email", "email_key", "phone");
        await Fill("feeds", $"user_id = {user}", "secret_hash");
        await Fill("guest_requests", "network = ''", "email", "first_name", "last_name", "network");
        await Fill("idempotency_keys", $"answer LIKE '%{Mark}%'", "key", "fingerprint");
        await Fill("invitations", $"client_id = {ClientId}", "code_hash");
        await Fill("messages", $"client_id = {ClientId}", "address", "address_hash", "recipient");
        await Fill("password_requests", "address_hash = ''", "address_hash");
        await Fill("refresh_tokens", $"user_id = {user}", "hash", "origin");
        await Fill("reservations", $"client_id = {ClientId}", "cancel_reason");
        await Fill("reservation_answers", $"reservation_id IN ({reservations})", "answers");
        await Fill("reviews", $"user_id = {user}", "comment", "moderation_reason", "reply");
        await Fill("stream_tickets", $"user_id = {user}", "hash", "path");
        await Fill("users", $"id = {user}", "username", "username_key", "password_hash");
        await Fill("webhooks", $"user_id = {user}", "description", "filter", "url", "secret");
    }

    async Task WriteDownProvider()
    {
        await Run($"""
            INSERT INTO external_calendars (provider_id, name, url, created_at, next_attempt_at)
            VALUES ({ProviderId}, '', '', 0, 0)
            """);
        await Fill("closures", $"provider_id = {ProviderId}", "reason");
        await Fill(
            "external_calendars", $"provider_id = {ProviderId}", "name", "url", "etag", "last_modified");
        await Fill("providers", $"id = {ProviderId}", "name", "first_name", "last_name");
    }

    Task Fill(string table, string where, params string[] columns)
    {
        var set = columns.Select(column => $"{column} = '{MarkOf($"{table}.{column}")}'");
        return Run($"UPDATE {table} SET {string.Join(", ", set)} WHERE {where}");
    }

    async Task Run(string sql) =>
        await App.Db.Write(async session => await session.Run(Sql.Shaped(sql)), CancellationToken.None);
}
