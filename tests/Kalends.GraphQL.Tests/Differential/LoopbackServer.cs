using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Web;
using Kalends.GraphQL.Http;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The smallest server that can hold <see cref="GraphHttp"/>: one loopback port, no framework.</summary>
sealed class LoopbackServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly GraphHttp _http;

    public LoopbackServer(GraphHttp http)
    {
        _http = http;
        var root = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/");
        Url = root + "graphql";
        _listener.Prefixes.Add(root);
        _listener.Start();
        _ = Serve();
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                await Answer(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The test is over, or the client has gone.
            }
        }
    }

    async Task Answer(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var query = HttpUtility.ParseQueryString(context.Request.Url?.Query ?? "");
        using var answer = await _http.Answer(new GraphHttpRequest(context.Request.HttpMethod)
        {
            ContentType = context.Request.Headers["Content-Type"],
            Accept = context.Request.Headers["Accept"],
            Query = name => query.GetValues(name) ?? [],
            Body = body.ToArray(),
        });
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Allow is not null)
            context.Response.AddHeader("Allow", answer.Allow);
        await context.Response.OutputStream.WriteAsync(answer.Body);
        context.Response.Close();
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
