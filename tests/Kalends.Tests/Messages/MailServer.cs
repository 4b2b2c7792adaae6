using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Kalends.Tests.Messages;

/// <summary>An SMTP server that takes all mail, unless a test wants something else.</summary>
public sealed class MailServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly List<Taken> _mail = [];
    readonly Task _serving;

    public MailServer()
    {
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>A mail with the address that it was for.</summary>
    public sealed record Taken(string To, MimeMessage Mail);

    /// <summary>
    /// The answer to a command (<c>connect</c>, <c>EHLO</c>, <c>MAIL</c>, <c>RCPT</c>, <c>DATA</c>, or <c>.</c> at the
    /// end of a mail), in the place of the usual one: a line, <see cref="Silence"/> or <see cref="HangUp"/>.
    /// </summary>
    public Func<string, string, string?> Answer { get; set; } = (_, _) => null;

    public const string Silence = "silence";

    public const string HangUp = "hang up";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mail that it has taken.</summary>
    public IReadOnlyList<Taken> Mail
    {
        get
        {
            lock (_mail)
                return [.. _mail];
        }
    }

    /// <summary>The mail to an address.</summary>
    public IReadOnlyList<MimeMessage> To(string address) =>
        [.. Mail.Where(one => one.To == address).Select(one => one.Mail)];

    async Task Serve()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(Talk(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                await Talk(client.GetStream());
            }
            catch (Exception wrong) when (wrong is IOException or OperationCanceledException)
            {
                // The other side had enough, or this one hung up.
            }
        }
    }

    async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        if (!await Say(stream, "connect", "", "220 mail.test"))
            return;
        var to = "";
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            var goesOn = await Say(stream, verb, line, verb switch
            {
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 OK",
            });
            if (verb == "RCPT")
                to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
            if (verb == "DATA" && goesOn)
                await Take(stream, reader, to);
            if (verb == "QUIT")
                return;
        }
    }

    async Task Take(NetworkStream stream, StreamReader reader, string to)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text.ToString())));
        if (!await Say(stream, ".", to, "250 taken"))
            return;
        lock (_mail)
            _mail.Add(new Taken(to, mail));
    }

    /// <summary>Answers a command; true if it was accepted.</summary>
    async Task<bool> Say(NetworkStream stream, string verb, string line, string usual)
    {
        var answer = Answer(verb, line) ?? usual;
        if (answer == HangUp)
            throw new IOException(HangUp);
        if (answer == Silence)
            await Task.Delay(Timeout.Infinite, _stopping.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), _stopping.Token);
        return answer[0] is '2' or '3';
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }
}
