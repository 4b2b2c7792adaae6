using Kalends.Messages.Delivery;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace Kalends.Messages.Sending;

/// <summary>A connection over which mail leaves, which is opened when it is first needed.</summary>
abstract class MailLine : IAsyncDisposable
{
    /// <summary>The line of the settings: to the SMTP server, or to a folder.</summary>
    public static MailLine Of(MessagesSettings settings) =>
        settings.Folder.Length > 0 ? new FolderLine(settings.Folder) : new SmtpLine(settings);

    /// <summary>Makes the line ready; throws <see cref="SendFailed"/>.</summary>
    public abstract Task Open(CancellationToken cancel);

    /// <summary>
    /// Sends a message over an open line, and returns once it was taken; throws <see cref="SendFailed"/>.
    /// </summary>
    public abstract Task Send(MimeMessage mail);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Writes mail into a folder, one file for each message.</summary>
sealed class FolderLine(string folder) : MailLine
{
    public override Task Open(CancellationToken cancel) => Task.CompletedTask;

    public override async Task Send(MimeMessage mail)
    {
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{mail.MessageId}.eml");
            await mail.WriteToAsync($"{path}.new");
            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new SendFailed(MessageProblem.Unreachable);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A connection to an SMTP server (RFC 5321).</summary>
sealed class SmtpLine(MessagesSettings settings) : MailLine
{
    readonly TimeSpan _patience = TimeSpan.FromSeconds(settings.TimeoutSeconds);

    SmtpClient? _client;

    public override Task Open(CancellationToken cancel) => Try(async within =>
    {
        if (_client is { IsConnected: true })
            return;
        _client?.Dispose();
        _client = new SmtpClient { CheckCertificateRevocation = false };
        await _client.ConnectAsync(settings.Host, settings.Port, Encryption(settings.Tls), within);
        if (settings.User.Length > 0)
            await _client.AuthenticateAsync(settings.User, settings.Password, within);
    }, cancel);

    // Once the server may have the whole message, only its answer counts, so this does not end with the process.
    public override Task Send(MimeMessage mail) =>
        Try(within => _client!.SendAsync(mail, within), CancellationToken.None);

    static SecureSocketOptions Encryption(MailTls tls) => tls switch
    {
        MailTls.StartTls => SecureSocketOptions.StartTls,
        MailTls.Tls => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
    };

    async Task Try(Func<CancellationToken, Task> step, CancellationToken cancel)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(_patience);
        try
        {
            await step(within.Token);
        }
        catch (Exception wrong) when (!cancel.IsCancellationRequested && Failure(wrong) is { } failed)
        {
            // A connection with an open question is not used again.
            if (!failed.IsFinal)
                Drop();
            throw failed;
        }
    }

    static SendFailed? Failure(Exception wrong) => wrong switch
    {
        OperationCanceledException or TimeoutException => new(MessageProblem.TimedOut),
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused =>
            new(MessageProblem.NotSignedIn, (int)refused.StatusCode),
        SmtpCommandException { StatusCode: SmtpStatusCode.AuthenticationRequired } refused =>
            new(MessageProblem.NotSignedIn, (int)refused.StatusCode),
        SmtpCommandException refused when IsFinal(refused) => new(MessageProblem.Rejected, (int)refused.StatusCode),
        SmtpCommandException refused => new(MessageProblem.Deferred, (int)refused.StatusCode),
        SslHandshakeException or NotSupportedException => new(MessageProblem.NotEncrypted),
        AuthenticationException or ServiceNotAuthenticatedException => new(MessageProblem.NotSignedIn),
        IOException or System.Net.Sockets.SocketException or ProtocolException or ServiceNotConnectedException =>
            new(MessageProblem.Unreachable),
        _ => null,
    };

    static bool IsFinal(SmtpCommandException refused) => (int)refused.StatusCode >= 500
        && refused.ErrorCode is (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);

    void Drop()
    {
        _client?.Dispose();
        _client = null;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_client is not { IsConnected: true } client)
        {
            Drop();
            return;
        }
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception wrong) when (Failure(wrong) is not null)
        {
            // Everything was sent.
        }
        Drop();
    }
}
