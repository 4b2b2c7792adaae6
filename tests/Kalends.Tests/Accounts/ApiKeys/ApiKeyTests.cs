using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts.ApiKeys;

public abstract class ApiKeyTests
{
    readonly TestApp _app;

    protected ApiKeyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_key_acts_as_its_user_and_its_secret_is_shown_once()
    {
        var user = await _app.As(Roles.Client);

        var made = (await user.Post("/v1/api-keys", new
        {
            name = " Reminders ",
            scopes = (string[])["scheduling:read", "providers:write"],
            expires_at = Written(TimeSpan.FromDays(1)),
        })).Is(201);
        var secret = made.Secret();
        var me = await _app.Nobody.With(secret).Get("/v1/me");
        // The use is written beside the request.
        var read = await Patience.Until(
            () => user.Get($"/v1/api-keys/{made.KeyId()}"), key => key.Is(200)["last_used_at"] is not null);
        var listed = (await user.Get("/v1/api-keys")).Is(200);
        var asked = (await user.Ask(
            "{ apiKeys { edges { node { apiKeyId name prefix scopes userId } } } }")).Data();

        Assert.Equal(user.UserId, (string?)me.Is(200)["id"]);
        Assert.Equal("Reminders", (string?)read["name"]);
        Assert.Equal(secret[..10], (string?)read["prefix"]);
        Assert.Equal("[\"scheduling:read\",\"providers:write\"]", read["scopes"]!.ToJsonString());
        Assert.Equal(user.UserId, (string?)read["created_by"]);
        Assert.Equal(read.Text, listed["items"]![0]!.ToJsonString());
        Assert.Equal((string?)read["prefix"], (string?)asked["apiKeys"]!["edges"]![0]!["node"]!["prefix"]);
        Assert.All((Answer[])[read, listed], answer => Assert.DoesNotContain(secret, answer.Text));
        Assert.Equal(1, await Count(secret[..10]));
        Assert.Equal(0, await Count(secret));
    }

    [Fact]
    public async Task A_key_follows_the_roles_of_its_user_at_once()
    {
        var (_, id) = await _app.GivenAUser("accountant");
        var user = _app.Nobody.With((await _app.Nobody.SignIn(await NameOf(id))).Access());
        var byKey = await user.ByKey("reimbursements:read");
        (await byKey.Get("/v1/remittances")).Is(200);

        (await _app.Admin.Put($"/v1/users/{id}", new { roles = (string[])["client"] })).Is(200);
        (await byKey.Get("/v1/remittances")).IsRefused(403, "forbidden").IsCleanRefusal();
        (await _app.Admin.Put($"/v1/users/{id}", new { roles = (string[])["accountant"] })).Is(200);
        (await byKey.Get("/v1/remittances")).Is(200);

        (await _app.Admin.Post($"/v1/users/{id}/disable")).Is(200);
        (await byKey.Get("/v1/me")).IsRefused(401, "api_key_invalid").IsCleanRefusal();
    }

    [Fact]
    public async Task What_is_not_valid_is_answered_alike()
    {
        var user = await _app.As(Roles.Client);
        var (revoked, expired) = (await user.MakeKey("providers:read"), await user.Post("/v1/api-keys", new
        {
            name = "short",
            scopes = (string[])["providers:read"],
            expires_at = Written(TimeSpan.FromMinutes(1)),
        }));
        (await user.Delete($"/v1/api-keys/{revoked.KeyId()}")).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(1));

        string[] secrets =
        [
            revoked.Secret(), expired.Secret(), Kalends.Accounts.ApiKeys.KeySecret.New(), "kal_mistyped",
        ];
        var answers = await Task.WhenAll(secrets.Select(secret => _app.Nobody.With(secret).Get("/v1/me")));

        Assert.All(answers, answer => answer.IsRefused(401, "api_key_invalid").IsCleanRefusal());
        Assert.Single(answers.Select(answer => (string?)answer["detail"]).Distinct());
        var over = await user.Post($"/v1/api-keys/{revoked.KeyId()}/rotate", new { grace_seconds = 0 });
        over.IsRefused(409, "api_key_over").IsCleanRefusal();
    }

    [Fact]
    public async Task A_rotated_key_has_a_new_secret_and_the_old_one_stays_for_as_long_as_was_asked()
    {
        var user = await _app.As(Roles.Client);
        var made = (await user.MakeKey("providers:read")).Is(201);
        var first = _app.Nobody.With(made.Secret());

        var rotated = (await user.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 60 })).Is(200);
        var second = _app.Nobody.With(rotated.Secret());
        var again = (await user.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 3600 })).Is(200);
        var third = _app.Nobody.With(again.Secret());

        foreach (var visitor in (Visitor[])[first, second, third])
            (await visitor.Get("/v1/me")).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(60));
        (await first.Get("/v1/me")).IsRefused(401, "api_key_invalid");
        (await second.Get("/v1/me")).Is(200);
        (await user.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 0 })).Is(200);
        foreach (var visitor in (Visitor[])[first, second, third])
            (await visitor.Get("/v1/me")).IsRefused(401, "api_key_invalid");
        (await user.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 604801 }))
            .IsRefused(422, "invalid_input");
        Assert.NotNull((await user.Get($"/v1/api-keys/{made.KeyId()}"))["rotated_at"]);
    }

    [Fact]
    public async Task A_key_makes_and_changes_no_keys_and_no_passwords()
    {
        var user = await _app.As(Roles.Admin);
        var made = (await user.MakeKey(_app.AllScopes())).Is(201);
        var byKey = _app.Nobody.With(made.Secret());

        Answer[] refused =
        [
            await byKey.MakeKey("providers:read"),
            await byKey.Put($"/v1/api-keys/{made.KeyId()}", new { name = "mine" }),
            await byKey.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 0 }),
            await byKey.Delete($"/v1/api-keys/{made.KeyId()}"),
            await byKey.Post("/v1/service-accounts", new { name = "program", roles = (string[])["client"] }),
            await byKey.Post("/v1/me/password", new { old_password = "a password", new_password = "b password" }),
        ];
        var asked = await byKey.Ask(
            "mutation { createApiKey(input: {name: \"a\", scopes: [\"events:read\"]}) { secret } }");

        Assert.All(refused, answer => answer.IsRefused(403, "sign_in_needed").IsCleanRefusal());
        Assert.Equal("sign_in_needed", asked.Refusal());
        (await byKey.Get($"/v1/api-keys/{made.KeyId()}")).Is(200);
    }

    [Fact]
    public async Task Keys_of_others_are_not_there()
    {
        var (owner, other) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
        var id = (await owner.MakeKey("providers:read")).KeyId();

        (await other.Get($"/v1/api-keys/{id}")).IsRefused(404, "not_found");
        (await other.Put($"/v1/api-keys/{id}", new { name = "mine" })).IsRefused(404, "not_found");
        (await other.Post($"/v1/api-keys/{id}/rotate", new { grace_seconds = 0 })).IsRefused(404, "not_found");
        (await other.Delete($"/v1/api-keys/{id}")).IsRefused(404, "not_found");
        Assert.Empty((await other.Get($"/v1/api-keys?user_id={owner.UserId}")).Is(200)["items"]!.AsArray());
        var forAnother = await _app.Admin.Post(
            "/v1/api-keys", new { name = "a", scopes = (string[])["events:read"], user_id = owner.UserId });
        Assert.Equal(["/user_id unknown_user"], forAnother.IsRefused(422, "invalid_input").Errors);
        (await _app.Admin.Delete($"/v1/api-keys/{id}")).Is(200);
    }

    [Fact]
    public async Task A_key_expires_ahead_and_within_five_years()
    {
        var user = await _app.As(Roles.Client);
        Task<Answer> Make(TimeSpan ahead) => user.Post(
            "/v1/api-keys",
            new { name = "a key", scopes = (string[])["events:read"], expires_at = Written(ahead) });

        var (past, far) = (await Make(TimeSpan.Zero), await Make(TimeSpan.FromDays(1831)));

        Assert.Equal(["/expires_at out_of_range"], past.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/expires_at too_far"], far.IsRefused(422, "invalid_input").Errors);
        (await Make(TimeSpan.FromSeconds(1))).Is(201);
        (await Make(TimeSpan.FromDays(1830))).Is(201);
    }

    [Fact]
    public async Task A_scope_that_is_none_and_one_given_twice_are_refused_by_name()
    {
        var user = await _app.As(Roles.Client);

        var refused = await user.MakeKey("scheduling:read", "scheduling:delete", "scheduling:read");

        Assert.Equal(
            ["/scopes/1 unknown_word", "/scopes/2 repeated"], refused.IsRefused(422, "invalid_input").Errors);
        Assert.Contains("events:read, events:write", refused.Text);
        Assert.Equal(["/scopes count"], (await user.MakeKey()).IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task A_user_has_fifty_valid_keys_and_no_more_however_many_come_at_once()
    {
        var user = await _app.As(Roles.Client);

        var answers = await Race.AtOnce(60, _ => user.MakeKey("providers:read"));

        Assert.Equal(50, answers.Count(answer => answer.Status == 201));
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.IsRefused(409, "too_many_api_keys").IsCleanRefusal();
        (await user.Delete($"/v1/api-keys/{answers.First(answer => answer.Status == 201).KeyId()}")).Is(200);
        (await user.MakeKey("providers:read")).Is(201);
    }

    [Fact]
    public async Task Its_last_use_is_told_to_the_minute()
    {
        var user = await _app.As(Roles.Client);
        var made = (await user.MakeKey("providers:read")).Is(201);
        var byKey = _app.Nobody.With(made.Secret());
        async Task<string?> LastUse() => (string?)(await user.Get($"/v1/api-keys/{made.KeyId()}"))["last_used_at"];

        Assert.Null(await LastUse());
        (await byKey.Get("/v1/me")).Is(200);
        var first = await Patience.Until(LastUse, at => at is not null);
        Assert.NotNull(first);
        _app.Clock.Advance(TimeSpan.FromSeconds(59));
        (await byKey.Get("/v1/me")).Is(200);
        Assert.Equal(first, await LastUse());
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await byKey.Get("/v1/me")).Is(200);
        Assert.NotEqual(first, await Patience.Until(LastUse, at => at != first));
    }

    [Fact]
    public async Task The_log_tells_what_became_of_a_key_and_who_still_uses_it()
    {
        var user = await _app.As(Roles.Client);
        var made = (await user.MakeKey("providers:read")).Is(201);
        var subject = $"api_key/{made.KeyId()}";
        (await user.Put($"/v1/api-keys/{made.KeyId()}", new { name = "other" })).Is(200);
        var rotated = (await user.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 0 })).Is(200);
        (await user.Delete($"/v1/api-keys/{made.KeyId()}")).Is(200);
        for (var i = 0; i < 3; i++)
            (await _app.Nobody.With(rotated.Secret()).Get("/v1/me")).Is(401);

        var told = await Patience.Until(
            async () =>
            {
                await _app.LogIsTold();
                return (await _app.Admin.Get($"/v1/events?subject={subject}&order=asc")).Is(200);
            },
            answer => answer["items"]!.AsArray().Count >= 5);

        Assert.Equal(
            ["api_key.made", "api_key.renamed", "api_key.rotated", "api_key.revoked", "api_key.refused"],
            told["items"]!.AsArray().Select(one => (string?)one!["kind"]));
        Assert.Equal("revoked", (string?)told["items"]![4]!["data"]!["state"]);
        foreach (var secret in (string[])[made.Secret(), rotated.Secret(), "other"])
            Assert.DoesNotContain(secret, told.Text);
    }

    [Fact]
    public async Task A_network_that_guesses_must_wait_and_keys_that_were_valid_there_need_not()
    {
        await using var changed = await _app.Restart("--Kalends:Accounts:FailedSignIns=1");
        var byKey = await _app.Admin.ByKey("providers:read");
        var late = await _app.Admin.ByKey("providers:read");
        (await byKey.Get("/v1/me")).Is(200);
        static Visitor Guess(Visitor nobody) => nobody.With(Kalends.Accounts.ApiKeys.KeySecret.New());

        for (var i = 0; i < 10; i++)
            (await Guess(_app.Nobody).Get("/v1/me")).IsRefused(401, "api_key_invalid");
        var slowed = await Guess(_app.Nobody).Get("/v1/me");

        slowed.IsRefused(429, "too_many_sign_ins").IsCleanRefusal();
        Assert.Equal("1", slowed.Headers["Retry-After"]);
        (await byKey.Get("/v1/me")).Is(200);
        (await late.Get("/v1/me")).IsRefused(429, "too_many_sign_ins");
        var revoked = (await _app.Admin.MakeKey("providers:read")).Is(201);
        (await _app.Admin.Delete($"/v1/api-keys/{revoked.KeyId()}")).Is(200);
        (await Guess(_app.Nobody.From("127.0.0.9")).Get("/v1/me")).IsRefused(401, "api_key_invalid");
        for (var i = 0; i < 20; i++)
            (await _app.Nobody.From("127.0.0.8").With(revoked.Secret()).Get("/v1/me"))
                .IsRefused(401, "api_key_invalid");
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await late.Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task Keys_that_are_over_are_forgotten_after_ninety_days()
    {
        var user = await _app.As(Roles.Client);
        var (revoked, kept) = (await user.MakeKey("providers:read"), await user.MakeKey("providers:read"));
        (await user.Delete($"/v1/api-keys/{revoked.KeyId()}")).Is(200);
        (await user.Post($"/v1/api-keys/{kept.KeyId()}/rotate", new { grace_seconds = 0 })).Is(200);

        await Kalends.Accounts.ApiKeys.ForgetApiKeys.Run(_app.OwnCall());
        (await user.Get($"/v1/api-keys/{revoked.KeyId()}")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(90));
        await Kalends.Accounts.ApiKeys.ForgetApiKeys.Run(_app.OwnCall());

        (await user.Get($"/v1/api-keys/{revoked.KeyId()}")).IsRefused(404, "not_found");
        (await user.Get($"/v1/api-keys/{kept.KeyId()}")).Is(200);
        Assert.Equal(0, await Count(revoked.Secret()[..10]));
        Assert.Equal(0, await Count(kept.Secret()[..10]));
    }

    string Written(TimeSpan ahead) =>
        (_app.Clock.GetUtcNow() + ahead).ToString("yyyy-MM-ddTHH:mm:ssZ", null);

    async Task<string> NameOf(string userId) =>
        (string)(await _app.Admin.Get($"/v1/users/{userId}")).Is(200)["username"]!;

    /// <summary>The number of secrets that are stored with a text.</summary>
    Task<long?> Count(string text) => _app.Db.Read(
        async session => await session.Number(CountSecrets, ("text", text)), CancellationToken.None);

    static readonly Sql CountSecrets =
        new("SELECT COUNT(*) AS n FROM api_key_secrets WHERE hash = @text OR prefix = @text");
}

public sealed class ApiKeyTestsOnSqlite(SqliteApp app) : ApiKeyTests(app), IClassFixture<SqliteApp>;

public sealed class ApiKeyTestsOnPostgres(PostgresApp app) : ApiKeyTests(app), IClassFixture<PostgresApp>;
