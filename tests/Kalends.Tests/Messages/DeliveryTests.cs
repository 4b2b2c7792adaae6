using Kalends.Messages.Sending;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>Mail arrives once, whatever the mail server does and whenever a process ends.</summary>
public abstract class DeliveryTests
{
    readonly TestApp _app;

    protected DeliveryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("RCPT", "450 later", "deferred")]
    [InlineData("DATA", "451 later", "deferred")]
    [InlineData(".", "452 full", "deferred")]
    [InlineData("MAIL", "550 who are you", "not_signed_in")]
    [InlineData("connect", "421 closed", "deferred")]
    [InlineData("connect", MailServer.HangUp, "unreachable")]
    [InlineData(".", MailServer.HangUp, "unreachable")]
    [InlineData("RCPT", MailServer.Silence, "timed_out")]
    [InlineData(".", MailServer.Silence, "timed_out")]
    public async Task A_mail_that_fails_for_now_is_sent_later_with_the_same_id(
        string step, string answer, string problem)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Mail:TimeoutSeconds=1");
        var (booking, address) = await Booked(mail);
        mail.Answer = (verb, _) => verb == step ? answer : null;

        await _app.Round();

        Assert.Equal([$"confirmation waiting {problem}"], await _app.MessagesOf(booking));
        mail.Answer = (_, _) => null;
        await _app.Round();
        Assert.Single(mail.To(address));
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await _app.Round();
        Assert.Equal(["confirmation sent"], await _app.MessagesOf(booking));
        Assert.Equal(2, mail.To(address).Count);
    }

    [Theory]
    [InlineData("RCPT", "550 nobody here")]
    [InlineData(".", "554 spam")]
    public async Task A_mail_that_is_refused_for_good_ends_and_is_shown(string step, string answer)
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, address) = await Booked(mail);
        mail.Answer = (verb, line) => verb == step && line.Contains(address, StringComparison.Ordinal) ? answer : null;

        await _app.Round();

        var shown = (await _app.Admin.Get($"/v1/messages?reservation_id={booking}")).Is(200)["items"]![0]!;
        Assert.Equal(
            ("failed", "rejected", int.Parse(answer[..3]), 1, "a…@example.org"),
            ((string)shown["state"]!, (string)shown["problem"]!, (int)shown["smtp_status"]!, (int)shown["attempts"]!,
                (string)shown["recipient"]!));
        var told = await _app.EventsOf($"message/{shown["id"]}");
        Assert.Equal(["message.failed"], told.Select(one => one.Kind));
        Assert.DoesNotContain("example.org", told[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_tried_for_a_day_and_then_given_up()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, _) = await Booked(mail, inDays: 4);
        mail.Answer = (verb, _) => verb == "RCPT" ? "450 later" : null;

        var tries = 0;
        for (var hours = 0; hours <= 30; hours++)
        {
            await _app.Round();
            tries = (int)(await _app.Admin.Get($"/v1/messages?reservation_id={booking}"))["items"]![0]!["attempts"]!;
            _app.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(["confirmation failed deferred"], await _app.MessagesOf(booking));
        Assert.InRange(tries, 6, 9);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_once_a_round()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (first, second) = (await GivenAClient(mail), await GivenAClient(mail));
        var booked = new[] { await Booked(first), await Booked(second) };
        var asked = 0;
        mail.Answer = (verb, _) =>
        {
            asked += verb == "connect" ? 1 : 0;
            return MailServer.HangUp;
        };

        await _app.Round();

        Assert.Equal(1, asked);
        Assert.Equal(
            [["confirmation waiting unreachable"], ["confirmation waiting"]],
            await Task.WhenAll(booked.Select(_app.MessagesOf)));
    }

    [Fact]
    public async Task Rounds_of_several_processes_send_each_mail_once()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var clients = new List<(long Id, string Address)>();
        for (var i = 0; i < 8; i++)
            clients.Add(await GivenAClient(mail));
        foreach (var client in clients)
            await Booked(client);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _app.Round()));

        Assert.All(clients, one => Assert.Equal(2, mail.To(one.Address).Count));
    }

    [Fact]
    public async Task A_mail_whose_sender_died_is_sent_once_more_with_the_same_id_and_then_no_more()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (booking, address) = await Booked(mail);
        await _app.LogIsTold();
        await QueueMessages.Run(_app.OwnCall());

        for (var i = 0; i < 2; i++)
        {
            // The mail server has the mail, and the process dies before it has written that down.
            var dying = _app.OwnCall(new DyingDb(_app.Db, steps: 6, isDone: false));
            await Assert.ThrowsAsync<Killed>(() => SendMessages.Run(dying));
            Assert.Equal(2 + i, mail.To(address).Count);
            // The next process leaves the mail to the dead one for a while.
            await SendMessages.Run(_app.OwnCall());
            Assert.Equal(["confirmation waiting"], await _app.MessagesOf(booking));
            _app.Clock.Advance(TimeSpan.FromMinutes(15));
        }
        await SendMessages.Run(_app.OwnCall());

        Assert.Equal(["confirmation failed interrupted"], await _app.MessagesOf(booking));
        var told = mail.To(address).Skip(1).Select(one => one.MessageId).ToList();
        Assert.Equal(2, told.Count);
        Assert.Single(told.Distinct());
    }

    [Fact]
    public async Task Wherever_a_process_ends_nothing_is_lost_and_one_mail_repeated_at_most()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        foreach (var (steps, isDone) in Enumerable.Range(1, 14).SelectMany(n => new[] { (n, false), (n, true) }))
        {
            var (booking, address) = await Booked(mail);
            await _app.LogIsTold();
            var dying = new DyingDb(_app.Db, steps, isDone);
            var died = await Record.ExceptionAsync(async () =>
            {
                await QueueMessages.Run(_app.OwnCall(dying));
                await QueueReminders.Run(_app.OwnCall(dying));
                await SendMessages.Run(_app.OwnCall(dying));
            });
            Assert.True(died is null or Killed, died?.ToString());

            _app.Clock.Advance(TimeSpan.FromMinutes(15));
            await _app.Round();

            Assert.Equal(["confirmation sent"], await _app.MessagesOf(booking));
            var told = mail.To(address).Skip(1).ToList();
            Assert.InRange(told.Count, 1, 2);
            Assert.Single(told.Select(one => one.MessageId).Distinct());
        }
    }

    [Fact]
    public async Task A_round_sends_no_more_than_the_operator_allows()
    {
        await using var mail = new MailServer();
        var clients = new List<(long Id, string Address)>();
        await using (await _app.SendsMail(mail))
        {
            for (var i = 0; i < 3; i++)
                clients.Add(await GivenAClient(mail));
            foreach (var client in clients)
                await Booked(client);
        }
        var before = mail.Mail.Count;
        // The first round is that of the start.
        await using var slow = await _app.SendsMail(mail, "--Kalends:Mail:PerMinute=120");

        Assert.Equal(before + 2, mail.Mail.Count);
    }

    [Fact]
    public async Task A_server_without_encryption_gets_nothing_unless_the_operator_says_so()
    {
        await using var mail = new MailServer();
        long booking;
        string address;
        await using (await _app.SendsMail(mail))
            (booking, address) = await Booked(mail);

        await using var running = await _app.SendsMail(mail, "--Kalends:Mail:Tls=StartTls");
        await _app.Round();

        Assert.Equal(["confirmation waiting not_encrypted"], await _app.MessagesOf(booking));
        Assert.Single(mail.To(address));
    }

    [Fact]
    public async Task A_folder_takes_mail_as_files()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-mail-").FullName;
        await using var running = await _app.Restart(
            $"--Kalends:Mail:Folder={folder}", "--Kalends:Mail:From=hello@clinic.example",
            $"--Kalends:Mail:Links={Mailing.Links}", "--Kalends:Mail:RoundSeconds=0",
            "--Kalends:Mail:PerMinute=100000");
        var (user, address) = (await _app.As(Roles.Client), Mailing.NewAddress());
        (await user.GivesAddress(address)).Is(200);

        await _app.Round();

        var mails = new List<MimeMessage>();
        foreach (var file in System.IO.Directory.GetFiles(folder, "*.eml"))
            mails.Add(await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains(mails, one => one.To.Mailboxes.Single().Address == address);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    /// <summary>A confirmed reservation of a client with a verified address, who was not told of it yet.</summary>
    async Task<(long Booking, string Address)> Booked(MailServer mail, double inDays = 2)
    {
        var client = await GivenAClient(mail);
        return (await Booked(client, inDays), client.Address);
    }

    async Task<long> Booked((long Id, string Address) client, double inDays = 2) => await _app.GivenABooking(
        await _app.GivenSlots(await _app.GivenAProvider(), inDays), client.Id);

    async Task<(long Id, string Address)> GivenAClient(MailServer mail)
    {
        var client = await _app.GivenAClient();
        return (client, await _app.GivenAnAddress(mail, client));
    }
}

public sealed class DeliveryTestsOnSqlite(SqliteApp app) : DeliveryTests(app), IClassFixture<SqliteApp>;

public sealed class DeliveryTestsOnPostgres(PostgresApp app) : DeliveryTests(app), IClassFixture<PostgresApp>;
