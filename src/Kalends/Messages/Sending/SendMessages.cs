using Kalends.Messages.Contacts;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Sending;

/// <summary>
/// Sends the messages that are due, as many as a round may. A message to a telephone leaves as the event
/// <c>message.due</c>, for whoever sends text messages.
/// </summary>
static class SendMessages
{
    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var settings = call.Settings<MessagesSettings>();
        await using var line = MailLine.Of(settings);
        for (var i = 0; i < settings.RoundMax && !call.Cancel.IsCancellationRequested; i++)
            // A round may take minutes, and each attempt has its own time.
            if (!await SendNext(call.Again(), line))
                return;
    }

    /// <summary>Sends one message; false if there is none, or if no further one can be sent now.</summary>
    static async Task<bool> SendNext(Call call, MailLine line)
    {
        if (await SendQueue.Take(call) is not { } taken)
            return false;
        // What has begun is finished, also when the server stops meanwhile.
        var going = call.Detached();
        if (SendQueue.IsHopeless(taken))
        {
            await SendQueue.Finish(going, taken, MessageState.Failed, MessageProblem.Interrupted);
            return true;
        }
        var (writing, problem) = await going.Read(session => Writing.Of(session, going, taken));
        if (writing is null)
            await SendQueue.Finish(
                going, taken, problem == MessageProblem.BadTemplate ? MessageState.Failed : StateAfter(taken),
                problem);
        else if (taken.Channel == MessageChannel.Phone)
            await SendQueue.Finish(
                going, taken, MessageState.Sent, recipient: PhoneNumber.Masked(writing.Address));
        else
            return await Send(call, going, line, taken, writing);
        return true;
    }

    // One that was tried in vain until its time had passed has failed; another one was not needed.
    static MessageState StateAfter(QueuedMessage taken) =>
        taken.Message.Problem is null ? MessageState.Dropped : MessageState.Failed;

    static async Task<bool> Send(Call call, Call going, MailLine line, QueuedMessage taken, Writing writing)
    {
        var settings = call.Settings<MessagesSettings>();
        var recipient = EmailAddress.Masked(writing.Address);
        try
        {
            await line.Open(call.Cancel);
            if (!await SendQueue.Begin(going, taken))
                return true;
            await line.Send(Mail.Of(writing, settings.Sender, await IdOf(going, taken, settings), call.Now));
            await SendQueue.Finish(going.Again(), taken, MessageState.Sent, recipient: recipient);
            return true;
        }
        catch (SendFailed failed)
        {
            var now = going.Again();
            var next = now.Now + Retries.After(taken.Message.Attempts, failed.IsOfServer);
            if (failed.IsFinal || next >= taken.ExpiresAt)
                await SendQueue.Finish(now, taken, MessageState.Failed, failed.Problem, recipient, failed.Status);
            else
                await SendQueue.PutBack(now, taken, failed, recipient, next);
            return !failed.IsOfServer;
        }
    }

    static async Task<string> IdOf(Call call, QueuedMessage taken, MessagesSettings settings)
    {
        var installation = await call.Read(async session =>
            await session.One(FindInstallation, row => row.Text("name")));
        return $"message-{taken.Id}.{installation}@{settings.Sender.Domain}";
    }

    static readonly Sql FindInstallation = new("SELECT name FROM public_installation WHERE id = 1");
}
