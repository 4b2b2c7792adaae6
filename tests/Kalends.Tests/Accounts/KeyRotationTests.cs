using System.Buffers.Text;
using System.Text.Json.Nodes;
using Kalends.Accounts;
using Kalends.Accounts.SigningIn;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Accounts;

/// <summary>A new key signs; those before it verify what they have signed until that is over.</summary>
public abstract class KeyRotationTests
{
    readonly TestApp _app;

    protected KeyRotationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Who_is_signed_in_stays_so_when_the_key_is_rotated_and_new_tokens_name_the_new_key()
    {
        var (name, _) = await _app.GivenAUser();
        var before = await _app.Nobody.SignIn(name);

        await Rotate();

        var after = await _app.Nobody.SignIn(name);
        var refreshed = await _app.Nobody.Refresh(before.RefreshToken());
        Assert.Equal(KidOf(refreshed.Access()), KidOf(after.Access()));
        Assert.NotEqual(KidOf(before.Access()), KidOf(after.Access()));
        foreach (var pair in (Answer[])[before, after, refreshed])
            (await _app.Nobody.With(pair.Access()).Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task An_old_key_is_good_until_its_last_token_is_over_and_then_it_is_gone()
    {
        var (name, id) = await _app.GivenAUser();
        var old = await Forge.KeyOf(_app);
        var before = await _app.Nobody.SignIn(name);
        await Rotate();
        var kept = await Count(CountKeys);

        _app.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(11));
        await SigningKeys.Forget(_app.OwnCall());
        var late = await _app.Nobody.Refresh(before.RefreshToken());
        Assert.Equal(kept, await Count(CountKeys));

        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        var tooLate = await _app.Nobody.Refresh(late.RefreshToken());
        var forged = Forge.Token(old, Forge.Header, Forge.Claims(id, _app.Clock.GetUtcNow()));
        var gone = await _app.Nobody.With(forged).Get("/v1/me");
        await SigningKeys.Forget(_app.OwnCall());

        late.Is(200);
        tooLate.IsRefused(401, "token_expired");
        gone.IsRefused(401, "token_invalid");
        Assert.Equal(1, await Count(CountKeys));
        (await _app.Admin.Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task A_new_process_takes_the_tokens_of_all_keys()
    {
        var (name, _) = await _app.GivenAUser();
        var before = await _app.Nobody.SignIn(name);
        await Rotate();
        var after = await _app.Nobody.SignIn(name);

        await _app.Stop();
        await _app.Start();

        foreach (var pair in (Answer[])[before, after])
        {
            (await _app.Nobody.With(pair.Access()).Get("/v1/me")).Is(200);
            (await _app.Nobody.Refresh(pair.RefreshToken())).Is(200);
        }
    }

    [Fact]
    public async Task A_token_of_a_key_that_another_process_has_just_made_is_taken_at_once()
    {
        var (_, id) = await _app.GivenAUser();
        (await _app.Admin.Get("/v1/me")).Is(200);

        await RotateKeys.Run(dropsOthers: false, _app.OwnCall());
        var elsewhere = await Elsewhere().Access(UserOf(id), Now);

        Assert.NotEqual(KidOf(_app.Admin.Token!), KidOf(elsewhere));
        (await _app.Nobody.With(elsewhere).Get("/v1/me")).Is(200);
        Assert.Equal(KidOf(_app.Admin.Token!), KidOf(elsewhere));
    }

    [Fact]
    public async Task Another_process_signs_with_a_new_key_ten_seconds_later()
    {
        var before = KidOf(_app.Admin.Token!);
        await RotateKeys.Run(dropsOthers: false, _app.OwnCall());

        _app.Clock.Advance(TimeSpan.FromSeconds(9));
        var sooner = KidOf(_app.Admin.Token!);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = KidOf(_app.Admin.Token!);

        Assert.Equal(before, sooner);
        Assert.NotEqual(before, later);
    }

    [Fact]
    public async Task Of_many_who_rotate_at_once_all_succeed_and_all_tokens_stay_good()
    {
        var before = _app.Admin.Token!;
        var known = await Count(CountKeys);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => RotateKeys.Run(dropsOthers: false, _app.OwnCall()))));
        _app.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(await Count(CountKeys), known + 1, known + 8);
        Assert.NotEqual(KidOf(before), KidOf(_app.Admin.Token!));
        Assert.Equal(
            KidOf(_app.Admin.Token!), KidOf(await Elsewhere().Access(UserOf(_app.Admin.UserId), Now)));
        foreach (var token in (string[])[before, _app.Admin.Token!])
            (await _app.Nobody.With(token).Get("/v1/me")).Is(200);
    }

    [Fact]
    public async Task A_key_that_is_replaced_ends_all_sign_ins_within_ten_seconds()
    {
        var (name, _) = await _app.GivenAUser();
        var before = await _app.Nobody.SignIn(name);
        (await _app.Nobody.With(before.Access()).Get("/v1/me")).Is(200);

        await RotateKeys.Run(dropsOthers: true, _app.OwnCall());
        _app.Clock.Advance(TimeSpan.FromSeconds(10));

        (await _app.Nobody.With(before.Access()).Get("/v1/me")).IsRefused(401, "token_invalid");
        (await _app.Nobody.Refresh(before.RefreshToken())).IsRefused(401, "token_invalid");
        (await _app.Nobody.With((await _app.Nobody.SignIn(name)).Access()).Get("/v1/me")).Is(200);
        Assert.Equal(1, await Count(CountKeys));
    }

    [Fact]
    public async Task Where_somebody_has_been_is_still_known_once_the_key_is_rotated()
    {
        await using var changed = await _app.Restart("--Kalends:Accounts:FailedSignIns=1");
        var (name, _) = await _app.GivenAUser();
        (await _app.Nobody.From("127.0.9.200").SignIn(name)).Is(200);
        await Rotate();

        for (var i = 0; i < 11; i++)
            await _app.Nobody.From($"127.0.9.{i + 1}").SignIn(name, "guess");

        (await _app.Nobody.From("127.0.9.201").SignIn(name)).Is(429);
        (await _app.Nobody.From("127.0.9.200").SignIn(name)).Is(200);
    }

    [Fact]
    public async Task Of_several_configured_keys_the_first_signs_and_all_verify()
    {
        var (older, newer) = (SigningKeys.MakeUp(), SigningKeys.MakeUp());
        var (name, _) = await _app.GivenAUser();
        await using var changed = await _app.Restart($"--Kalends:Accounts:TokenKey={older}");
        var before = await _app.Nobody.SignIn(name);
        await _app.Stop();
        await _app.Start($"--Kalends:Accounts:TokenKey={newer},{older}");
        var between = await _app.Nobody.SignIn(name);
        (await _app.Nobody.With(before.Access()).Get("/v1/me")).Is(200);
        await _app.Stop();
        await _app.Start($"--Kalends:Accounts:TokenKey={newer}");

        (await _app.Nobody.With(before.Access()).Get("/v1/me")).IsRefused(401, "token_invalid");
        (await _app.Nobody.Refresh(before.RefreshToken())).IsRefused(401, "token_invalid");
        (await _app.Nobody.With(between.Access()).Get("/v1/me")).Is(200);
        (await _app.Nobody.Refresh(between.RefreshToken())).Is(200);
    }

    [Fact]
    public async Task However_many_ask_for_keys_that_there_are_not_the_database_is_asked_ten_times_a_second()
    {
        await using var watched = new WatchedDb(_app.Db);
        using var keys = new SigningKeys(new AccountsSettings(), TimeProvider.System, watched);
        await keys.Current();
        var begun = TimeProvider.System.GetTimestamp();

        for (var round = 0; round < 5; round++)
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => keys.Learn($"garbage {i}").AsTask()));

        var tenths = TimeProvider.System.GetElapsedTime(begun) / TimeSpan.FromMilliseconds(100);
        Assert.InRange(watched.Reads, 2, 2 + tenths);
    }

    /// <summary>A new key, and the time that processes take to know of it.</summary>
    async Task Rotate()
    {
        await RotateKeys.Run(dropsOthers: false, _app.OwnCall());
        _app.Clock.Advance(TimeSpan.FromSeconds(10));
    }

    Instant Now => Instants.From(_app.Clock.GetUtcNow());

    /// <summary>What another process would make tokens with.</summary>
    Tokens Elsewhere()
    {
        var settings = _app.Services.GetRequiredService<Settings>().Of<AccountsSettings>();
        return new Tokens(new StrictTokenHandler(new SigningKeys(settings, _app.Clock, _app.Db), _app.Clock), settings);
    }

    static User UserOf(string id) => new(id, "", "", Roles.Client, null);

    static string? KidOf(string token) =>
        (string?)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]))!["kid"];

    async Task<long> Count(Sql sql) =>
        await _app.Db.Read(async session => await session.Number(sql) ?? 0, CancellationToken.None);

    static readonly Sql CountKeys = new("SELECT COUNT(*) AS n FROM signing_keys");
}

public sealed class KeyRotationTestsOnSqlite(SqliteApp app) : KeyRotationTests(app), IClassFixture<SqliteApp>;

public sealed class KeyRotationTestsOnPostgres(PostgresApp app) : KeyRotationTests(app), IClassFixture<PostgresApp>;
