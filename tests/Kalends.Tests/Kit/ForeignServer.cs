using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kalends.Tests.Kit;

/// <summary>A server that answers every request as a test wants, rightly or not.</summary>
public sealed class ForeignServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly List<string> _requests = [];
    readonly Task _serving;

    public ForeignServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        Answer = answer;
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>A server of one text, with status and headers, which a test may change.</summary>
    public static ForeignServer Of(string text, string head = "200 OK") => new(Sends(text, head));

    /// <summary>What it does with a connection, once it has the head of the request.</summary>
    public Func<string, Stream, CancellationToken, Task> Answer { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/calendar.ics");

    /// <summary>The heads of the requests.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public static Func<string, Stream, CancellationToken, Task> Sends(string text, string head = "200 OK") =>
        Sends(Encoding.UTF8.GetBytes(text), head);

    public static Func<string, Stream, CancellationToken, Task> Sends(byte[] body, string head = "200 OK") =>
        async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), cancel);
            await stream.WriteAsync(body, cancel);
        };

    async Task Serve()
    {
        var answers = new List<Task>();
        try
        {
            while (true)
                answers.Add(Serve(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answers);
        }
    }

    async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await Head(stream);
                lock (_requests)
                    _requests.Add(head);
                await Answer(head, stream, _stopping.Token);
            }
            catch (Exception wrong) when (wrong is IOException or OperationCanceledException)
            {
                // The other side had enough.
            }
        }
    }

    async Task<string> Head(NetworkStream stream)
    {
        var head = new StringBuilder();
        var piece = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(piece, _stopping.Token) is var count and > 0)
            head.Append(Encoding.ASCII.GetString(piece, 0, count));
        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }
}
