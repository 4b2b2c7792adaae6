using Kalends.Tests.Kit;
using Kalends.Tests.Messages;
using Kalends.Tests.Messages.Guests;

namespace Kalends.Tests.Web;

/// <summary>Booking without an account, by plain links and forms.</summary>
public abstract class GuestBookingTests
{
    readonly TestApp _app;

    protected GuestBookingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_visitor_proves_an_address_holds_the_time_confirms_moves_and_cancels_it()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, slot) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var address = Mailing.NewAddress();

        var asked = await SendCode(visitor, provider, address);
        var href = await EnterCode(visitor, mail, asked, provider, address);
        var held = (await visitor.Get(href)).Is(200);
        (await visitor.SendForm(held, $"{href}/confirm")).Is(303);
        var confirmed = (await visitor.Get(href)).Is(200);
        await _app.Round();
        var months = (await visitor.Get($"{href}/move")).Is(200);
        (await visitor.Post(
            $"{href}/move", [.. PageVisitor.HiddenFields(months, ""), ("slot_id", $"{slot + 1}")])).Is(303);
        var file = (await visitor.Get($"{href}/calendar")).Is(200);
        var done = (await visitor.SendForm(confirmed, $"{href}/cancel")).Is(303).Headers["Location"];

        Assert.Contains($"to {address}", asked.Text, StringComparison.Ordinal);
        Assert.Contains("data-seconds-left=\"600\"", held.Text, StringComparison.Ordinal);
        Assert.Contains(">confirmed<", confirmed.Text, StringComparison.Ordinal);
        Assert.Contains("Confirmed", mail.To(address)[^1].Subject, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VCALENDAR", file.Text, StringComparison.Ordinal);
        Assert.Contains("cancelled", (await visitor.Get(done)).Is(200).Text, StringComparison.Ordinal);
        (await visitor.Get(href)).Is(404);
    }

    [Fact]
    public async Task A_wrong_code_is_told_and_the_right_one_then_works()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var address = Mailing.NewAddress();
        var asked = await SendCode(visitor, provider, address);

        var wrong = (await visitor.SendForm(asked, HoldPath(provider), ("code", "1"))).Is(401);

        Assert.Contains("The code is wrong", wrong.Text, StringComparison.Ordinal);
        await EnterCode(visitor, mail, wrong, provider, address);
    }

    [Fact]
    public async Task Whose_time_is_gone_meanwhile_takes_another_one_without_another_code()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, slot) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var address = Mailing.NewAddress();
        var asked = await SendCode(visitor, provider, address);
        await _app.GivenABooking(slot);
        await _app.Round();

        var refused = (await visitor.SendForm(asked, HoldPath(provider), ("code", mail.LastCode(address)))).Is(409);
        var other = await visitor.SendForm(refused, HoldPath(provider), ("slot_id", $"{slot + 1}"));

        Assert.Contains("Somebody else was faster", refused.Text, StringComparison.Ordinal);
        Assert.StartsWith("/reservations/", other.Is(303).Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_nobody_gave_or_that_is_over_holds_nothing()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, slot) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var address = Mailing.NewAddress();
        var path = HoldPath(provider);
        var asked = await SendCode(visitor, provider, address);
        await _app.GivenABooking(slot);
        await _app.Round();
        var refused = (await visitor.SendForm(asked, path, ("code", mail.LastCode(address)))).Is(409);

        (await visitor.SendForm(asked, path, ("proof", new string('A', 43)))).Is(422);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        (await visitor.SendForm(refused, path, ("slot_id", $"{slot + 1}"))).Is(422);
    }

    [Fact]
    public async Task Faults_are_told_beside_their_fields_before_any_mail_is_sent()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var page = (await visitor.Get(_app.FirstTime(provider))).Is(200);

        var refused = (await visitor.SendForm(
            page, GuestPath(provider), ("first_name", "Mary"), ("email", "nobody"))).Is(422);
        await _app.Round();

        Assert.Contains("This is not valid.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Mary\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_open_to_all_or_cannot_send_mail_asks_to_sign_in()
    {
        var (open, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);
        var without = (await visitor.Get(_app.FirstTime(open))).Is(303);
        await using var mail = new MailServer();
        await using var running = await _app.SendsCodes(mail);
        var (hidden, _) = await _app.GivenFreeSlots();

        var unseen = (await visitor.Get(_app.FirstTime(hidden))).Is(303);
        var forged = (await visitor.Get(_app.FirstTime(open))).Is(200);

        Assert.StartsWith("/sign-in", without.Headers["Location"], StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", unseen.Headers["Location"], StringComparison.Ordinal);
        (await visitor.Post(
            GuestPath(hidden),
            [.. PageVisitor.HiddenFields(forged, GuestPath(open)), ("first_name", "M"), ("email", "m@example.org")]))
            .Is(404);
    }

    [Fact]
    public async Task A_signed_in_client_books_as_before()
    {
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = await _app.GivenABrowserOfAClient();
        var path = _app.FirstTime(provider);

        var page = (await visitor.Get(path)).Is(200);

        Assert.DoesNotContain("type=\"email\"", page.Text, StringComparison.Ordinal);
        (await visitor.SendForm(page, path)).Is(303);
    }

    [Fact]
    public async Task A_password_that_a_browser_sends_for_a_proxy_is_passed_over()
    {
        var (provider, _) = await _app.GivenOpenSlots();
        using var visitor = new PageVisitor(_app);

        (await visitor.Get($"/book/{provider}", ("Authorization", "Basic YWRhOmFkYQ=="))).Is(200);
        (await visitor.Get($"/embed/book/{provider}", ("Authorization", "Basic YWRhOmFkYQ=="))).Is(200);
    }

    string GuestPath(long provider) => _app.FirstTime(provider).Replace("/time?", "/guest?");

    string HoldPath(long provider) => _app.FirstTime(provider).Replace("/time?", "/guest/hold?");

    async Task<Answer> SendCode(PageVisitor visitor, long provider, string address)
    {
        var page = (await visitor.Get(_app.FirstTime(provider))).Is(200);
        return (await visitor.SendForm(
            page, GuestPath(provider), ("first_name", "Mary"), ("last_name", "Anning"), ("email", address))).Is(200);
    }

    async Task<string> EnterCode(PageVisitor visitor, MailServer mail, Answer page, long provider, string address)
    {
        await _app.Round();
        return (await visitor.SendForm(page, HoldPath(provider), ("code", mail.LastCode(address))))
            .Is(303).Headers["Location"];
    }
}

public sealed class GuestBookingTestsOnSqlite(SqliteApp app) : GuestBookingTests(app), IClassFixture<SqliteApp>;

public sealed class GuestBookingTestsOnPostgres(PostgresApp app) : GuestBookingTests(app), IClassFixture<PostgresApp>;
