using System.Diagnostics;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>
/// Makes the deliveries of a claimed webhook: in the order of the log for each subject, several subjects at a time.
/// </summary>
/// <remarks>
/// An outcome counts only if the claim still stands when it is stored. A process that is killed in between leaves
/// deliveries that the receiver has got and gets once more, with the same <c>webhook-id</c>.
/// </remarks>
static class DeliverWebhook
{
    sealed record Sent(Due Due, Outcome? Outcome);

    /// <param name="call">The program's call.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="first">What is due; null if the webhook gets no deliveries any more.</param>
    /// <param name="receivers">Sends the messages.</param>
    public static async Task Run(Call call, Claim claim, Work? first, Receivers receivers)
    {
        var (begun, turn) = (Stopwatch.GetTimestamp(), call.Settings<WebhooksSettings>().Turn);
        var isOver = false;
        try
        {
            isOver = await Round(call, claim, first, receivers);
            // A turn has an end, so that a busy webhook gives way to others.
            while (!isOver && Stopwatch.GetElapsedTime(begun) < turn)
                isOver = await Round(call.Again(), claim, receivers);
        }
        finally
        {
            if (!isOver)
                await claim.Release(call.Detached());
        }
    }

    static async Task<bool> Round(Call call, Claim claim, Receivers receivers) =>
        await Round(call, claim, await Find(call, claim), receivers);

    /// <summary>One delivery of each subject; true if nothing more is due, and the claim has ended.</summary>
    static async Task<bool> Round(Call call, Claim claim, Work? work, Receivers receivers)
    {
        if (work is { Target: { IsLive: false, HasRoom: true } })
        {
            await CatchUp.Run(call, claim, work.Target);
            work = await Find(call, claim);
        }
        if (work is not var (target, due))
        {
            await claim.Release(call);
            return true;
        }
        var sent = await Task.WhenAll(due.Select(one => Send(call, target, one, receivers)));
        return (await call.Again().Write(session => Store(session, call, claim, target, sent))).Value;
    }

    static async Task<Work?> Find(Call call, Claim claim) =>
        (await call.Read(session => Work.Find(session, call, [claim]))).GetValueOrDefault(claim.WebhookId);

    static async Task<Sent> Send(Call call, Target target, Due due, Receivers receivers)
    {
        if (due.Seq is not null && due.Event is null)
            return new(due, null);
        var id = target.Subscription.Id;
        var message = due.Event is { } happened
            ? Message.Of(happened, target.Payload)
            : Message.OfTest(id, call.Now);
        try
        {
            return new(due, await receivers.Send(
                target.Url, WebhookDelivery.MessageIdOf(id, due.EventId), call.Now, target.Keys(call), message,
                call.Cancel));
        }
        catch (SecretLost)
        {
            return new(due, new Outcome(call.Now, 0, AttemptProblem.NoSecret, null, null));
        }
    }

    static async Task<bool> Store(
        Session session, Call call, Claim claim, Target target, IReadOnlyList<Sent> sent)
    {
        var stops = sent.Select(one => StateAfter(one, target)).FirstOrDefault(state => state is not null);
        if (stops is not null)
            // The progress is locked before the webhook.
            await Progress.Change(session);
        if (!await claim.Hold(session))
            return true;

        foreach (var one in sent)
            await Store(session, call, one, target);
        if (stops is { } state)
            await WebhookStore.Stop(session, call, claim.WebhookId, state);
        return await End(session, call, claim, sent);
    }

    static WebhookState? StateAfter(Sent sent, Target target) => VerdictOf(sent, target) switch
    {
        Verdict.Gone => WebhookState.Gone,
        Verdict.Pause => WebhookState.Paused,
        _ => null,
    };

    static Verdict? VerdictOf(Sent sent, Target target) => sent.Outcome is { Problem: { } problem } failed
        ? Retries.After(
            problem, sent.Due.Failures + 1, sent.Due.FailingSince ?? failed.AttemptedAt, target.SucceededAt)
        : null;

    static async Task Store(Session session, Call call, Sent sent, Target target)
    {
        if (sent.Outcome is not { } outcome)
        {
            await session.Enqueue(Finish, ("id", sent.Due.Id), ("state", DeliveryState.Withheld), ("now", call.Now),
                ("attempts", 0L));
            return;
        }
        await session.Enqueue(InsertAttempt, ("id", sent.Due.Id), ("at", outcome.AttemptedAt),
            ("duration", outcome.DurationMs), ("problem", outcome.Problem),
            ("status", outcome.HttpStatus is { } status ? (long)status : null), ("answer", outcome.Answer));
        var failures = sent.Due.Failures + 1;
        switch (VerdictOf(sent, target))
        {
            case null:
                await session.Enqueue(Finish, ("id", sent.Due.Id), ("state", DeliveryState.Delivered),
                    ("now", call.Now), ("attempts", 1L));
                break;
            case Verdict.GiveUp:
                await session.Enqueue(Finish, ("id", sent.Due.Id), ("state", DeliveryState.Failed),
                    ("now", call.Now), ("attempts", 1L));
                break;
            default:
                await session.Enqueue(Postpone, ("id", sent.Due.Id), ("at", outcome.AttemptedAt),
                    ("next", call.Again().Now + Retries.Pause(failures, sent.Due.Id)));
                break;
        }
    }

    /// <summary>Stores when the webhook is due next; true if that is not now, which ends the claim.</summary>
    static async Task<bool> End(Session session, Call call, Claim claim, IReadOnlyList<Sent> sent)
    {
        var now = call.Again().Now;
        var ended = await session.One(Update, row => new Ended(row.AtOrNull("due_at")), [
            .. Due.Values(call, ("id", claim.WebhookId)), ("until", now), ("room", (long)WebhookDelivery.RoomMax),
            ("succeeded", sent.Any(one => one.Outcome is { Problem: null })),
            ("failed", sent.Any(one => one.Outcome is { Problem: not null })),
            ("wait", sent.Max(one => one.Outcome?.Wait) is { } wait ? now + wait : null)]);
        return !(ended!.DueAt <= now);
    }

    sealed record Ended(Instant? DueAt);

    static readonly Sql InsertAttempt = new("""
        INSERT INTO webhook_attempts (delivery_id, attempted_at, duration_ms, problem, http_status, answer)
        VALUES (@id, @at, @duration, @problem, @status, @answer)
        """);

    static readonly Sql Finish = new("""
        UPDATE webhook_deliveries
        SET state = @state, attempts = attempts + @attempts, finished_at = @now, next_attempt_at = NULL
        WHERE id = @id AND state = 'waiting'
        """);

    static readonly Sql Postpone = new("""
        UPDATE webhook_deliveries
        SET attempts = attempts + 1, failures = failures + 1, failing_since = COALESCE(failing_since, @at),
            next_attempt_at = @next
        WHERE id = @id AND state = 'waiting'
        """);

    // What was queued is read after the webhook was locked, so that nothing is overlooked.
    static readonly Sql Update = new($"""
        UPDATE webhooks
        SET waiting = found.waiting, due_at = found.due_at,
            succeeded_at = CASE WHEN @succeeded THEN @until ELSE succeeded_at END,
            failing_since = CASE
                WHEN @succeeded THEN NULL
                WHEN @failed THEN COALESCE(failing_since, @until)
                ELSE failing_since
            END,
            waits_until = found.waits_until,
            leased_until = CASE WHEN found.due_at <= @until THEN leased_until END
        FROM (
            SELECT waiting, waits_until, CASE
                WHEN state <> 'enabled' OR deleted_at IS NOT NULL THEN NULL
                WHEN live = 0 AND waiting <= @room THEN CAST(@until AS BIGINT)
                WHEN next_at < waits_until THEN waits_until
                ELSE next_at
            END AS due_at
            FROM (
                SELECT w.state, w.deleted_at, w.live, ({Due.FindNextTime}) AS next_at,
                       COALESCE(
                           CAST(@wait AS BIGINT),
                           CASE WHEN w.waits_until > @until THEN w.waits_until END) AS waits_until,
                       (
                           SELECT COUNT(*)
                           FROM webhook_deliveries
                           WHERE webhook_id = @id AND state = 'waiting') AS waiting
                FROM webhooks w
                WHERE w.id = @id) AS seen) AS found
        WHERE webhooks.id = @id
        RETURNING webhooks.due_at
        """);
}
