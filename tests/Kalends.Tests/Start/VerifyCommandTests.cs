using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Start;

/// <summary>Whatever a module keeps beside its rows is recomputed, and every drift is found and named.</summary>
public abstract class VerifyCommandTests
{
    readonly TestApp _app;

    protected VerifyCommandTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_database_in_use_verifies_clean_beside_its_server()
    {
        using var done = new CancellationTokenSource();
        var traffic = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested || i < 2; i++)
                await _app.GivenABusyWorld();
        }, TestContext.Current.CancellationToken);

        var runs = new List<(int Code, string Said)>();
        for (var i = 0; i < 3; i++)
            runs.Add(await Typed.Run("verify", Database));
        await done.CancelAsync();
        await traffic;
        runs.Add(await Typed.Run("verify", Database));

        Assert.All(runs, run => Assert.True(run.Code == 0, run.Said));
    }

    public static TheoryData<string, string, string> Drifts => new()
    {
        {
            "free_openings", "UPDATE free_openings SET free_micros = free_micros + 1 WHERE id = @opening",
            "UPDATE free_openings SET free_micros = free_micros - 1 WHERE id = @opening"
        },
        {
            "free_openings", "UPDATE free_openings SET id = -id WHERE id = @opening",
            "UPDATE free_openings SET id = -id WHERE id = -@opening"
        },
        {
            "free_openings.removed", "UPDATE free_openings SET id = -id WHERE id = @opening",
            "UPDATE free_openings SET id = -id WHERE id = -@opening"
        },
        {
            "reservations.slot_index",
            "UPDATE reservations SET slot_index = slot_index + 1 WHERE opening_id = @opening",
            "UPDATE reservations SET slot_index = slot_index - 1 WHERE opening_id = @opening"
        },
        {
            "reservations.sequence", "UPDATE reservations SET sequence = sequence + 1 WHERE opening_id = @opening",
            "UPDATE reservations SET sequence = sequence - 1 WHERE opening_id = @opening"
        },
        {
            "month_totals", "UPDATE month_totals SET open_amount = open_amount + 7 WHERE caregiver_id = @provider",
            "UPDATE month_totals SET open_amount = open_amount - 7 WHERE caregiver_id = @provider"
        },
        {
            "providers.rating", "UPDATE providers SET rating_sum = rating_sum - 1 WHERE id = @provider",
            "UPDATE providers SET rating_sum = rating_sum + 1 WHERE id = @provider"
        },
        {
            "rating_totals", "UPDATE rating_totals SET rating_count = rating_count + 1 WHERE stripe = @provider % 64",
            "UPDATE rating_totals SET rating_count = rating_count - 1 WHERE stripe = @provider % 64"
        },
        {
            "provider_words",
            "UPDATE provider_words SET word = 'babbage' WHERE word = 'lovelace' AND provider_id = @provider",
            "UPDATE provider_words SET word = 'lovelace' WHERE word = 'babbage' AND provider_id = @provider"
        },
        {
            "provider_words.deleted",
            "UPDATE provider_words SET provider_id = -provider_id WHERE provider_id = @provider",
            "UPDATE provider_words SET provider_id = -provider_id WHERE provider_id = -@provider"
        },
        {
            "provider_words", "UPDATE word_variants SET variant = 'xx' WHERE variant = 'lovelac' AND word = 'lovelace'",
            "UPDATE word_variants SET variant = 'lovelac' WHERE variant = 'xx' AND word = 'lovelace'"
        },
        {
            "provider_days", "UPDATE provider_days SET to_day = to_day + 1 WHERE provider_id = @provider",
            "UPDATE provider_days SET to_day = to_day - 1 WHERE provider_id = @provider"
        },
        {
            "event_words", "UPDATE event_words SET word = 'wasp' WHERE word = 'bee'",
            "UPDATE event_words SET word = 'bee' WHERE word = 'wasp'"
        },
        {
            "event_words", "UPDATE event_dictionary SET word = '!paws' WHERE word = '!eeb'",
            "UPDATE event_dictionary SET word = '!eeb' WHERE word = '!paws'"
        },
        {
            "event_blocks", "INSERT INTO event_blocks (number, earliest_at, latest_at) VALUES (0, 5, 5)",
            "DELETE FROM event_blocks WHERE number = 0"
        },
        {
            "ended_sign_ins", """
                INSERT INTO ended_sign_ins (holder, token_version, ended_at)
                SELECT id, 99, 0 FROM users WHERE id NOT IN (SELECT holder FROM ended_sign_ins) LIMIT 1
                """,
            "DELETE FROM ended_sign_ins WHERE token_version = 99"
        },
        {
            "users.admin", "UPDATE users SET disabled_at = 1 WHERE roles >= 16",
            "UPDATE users SET disabled_at = NULL WHERE disabled_at = 1"
        },
    };

    [Theory, MemberData(nameof(Drifts))]
    public async Task A_drift_is_found_and_named(string invariant, string spoil, string mend)
    {
        var (provider, opening) = await _app.GivenABusyWorld();
        string Named(string sql) => sql
            .Replace("@provider", $"{provider}", StringComparison.Ordinal)
            .Replace("@opening", $"{opening}", StringComparison.Ordinal);
        var before = await Drifting();

        await _app.Repair(Named(spoil));
        var (code, said) = await Typed.Run("verify", "--json", Database);
        if (mend.Length > 0)
            await _app.Repair(Named(mend));

        Assert.Equal(3, code);
        Assert.DoesNotContain(invariant, before);
        var found = said.Split('\n').Select(line => JsonNode.Parse(line)!)
            .Single(one => (string?)one["invariant"] == invariant);
        Assert.InRange((long)found["drift"]!, 1, 100);
        Assert.NotEmpty(found["differences"]!.AsArray());
    }

    async Task<List<string>> Drifting()
    {
        var (_, said) = await Typed.Run("verify", "--json", Database);
        return said.Split('\n').Select(line => JsonNode.Parse(line)!).Where(one => (long)one["drift"]! > 0)
            .Select(one => (string)one["invariant"]!).ToList();
    }

    string Database => $"--Kalends:Database={_app.Database}";
}

public sealed class VerifyCommandTestsOnSqlite(SqliteApp app) : VerifyCommandTests(app), IClassFixture<SqliteApp>;

/// <summary>What the guards of the schema never let happen is looked for all the same.</summary>
public sealed class VerifyWithoutGuardsTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public async Task Rows_that_overlap_or_refer_to_nothing_are_found()
    {
        var (provider, opening) = await app.GivenABusyWorld();
        await app.Repair($"""
            PRAGMA foreign_keys = OFF;
            DROP TRIGGER openings_do_not_overlap;
            DROP TRIGGER reservations_do_not_overlap;
            INSERT INTO openings (provider_id, starts_at, ends_at, slot_micros, created_at)
            SELECT provider_id, starts_at, ends_at, slot_micros, created_at FROM openings WHERE id = {opening};
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at)
            SELECT opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                   expires_at, created_at
            FROM reservations
            WHERE provider_id = {provider} AND state = 'held';
            INSERT INTO service_providers (service_id, provider_id) VALUES (999, {provider});
            INSERT INTO remittances (fingerprint, events, amount, created_at, actor, currency)
            VALUES ('x', 2, 7, 0, 'x', 'SEK');
            INSERT INTO remittance_lines (remittance_id, care_event_id, reversed_at)
            SELECT (SELECT MAX(id) FROM remittances), MIN(id), 1 FROM care_events;
            DROP TRIGGER care_events_do_not_change;
            UPDATE care_events SET amount = 499 WHERE id = (SELECT MIN(id) FROM care_events);
            INSERT INTO external_calendars (provider_id, name, url, created_at, next_attempt_at)
            VALUES ({provider}, 'x', 'x', 0, 0);
            INSERT INTO external_busy (calendar_id, provider_id, starts_at, ends_at)
            SELECT MAX(id), 0, 5, 10 FROM external_calendars;
            INSERT INTO refresh_tokens (hash, user_id, number, origin, created_at, expires_at)
            SELECT 'x', id, 1, 'x', 0, 1 FROM users LIMIT 1;
            UPDATE users SET disabled_at = 1 WHERE id IN (SELECT user_id FROM refresh_tokens)
            """);

        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={app.Database}");

        Assert.Equal(3, code);
        Assert.Contains($"overlaps opening {opening}", said, StringComparison.Ordinal);
        Assert.Contains("overlaps reservation ", said, StringComparison.Ordinal);
        Assert.Contains("expected services, found nothing", said, StringComparison.Ordinal);
        Assert.Contains("expected 1 of 499, found 2 of 7", said, StringComparison.Ordinal);
        Assert.Contains("expected 500 SEK, found 499 SEK", said, StringComparison.Ordinal);
        Assert.Contains($"expected provider {provider}, found provider 0", said, StringComparison.Ordinal);
        Assert.Contains("expected nothing, found a sign-in", said, StringComparison.Ordinal);
    }
}

public sealed class VerifyCommandTestsOnPostgres(PostgresApp app) : VerifyCommandTests(app), IClassFixture<PostgresApp>
{
    readonly PostgresApp _app = app;

    [Fact]
    public async Task A_trigger_that_is_off_is_found()
    {
        await _app.Repair("ALTER TABLE events DISABLE TRIGGER USER");

        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={_app.Database}");
        await _app.Repair("ALTER TABLE events ENABLE TRIGGER USER");

        Assert.Equal(3, code);
        Assert.Contains("events_are_append_only: expected enabled, found disabled", said, StringComparison.Ordinal);
    }
}
