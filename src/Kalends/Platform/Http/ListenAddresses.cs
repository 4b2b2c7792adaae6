using System.Net;
using System.Net.Sockets;
using Kalends.Platform.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kalends.Platform.Http;

/// <summary>Where the server listens.</summary>
static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    /// <summary>Takes the configured addresses, or the default.</summary>
    /// <remarks>
    /// An address that nobody can listen at, or where somebody listens already, is refused here, before anything is
    /// written. Of ports and endpoints of Kestrel's own settings only the spelling is checked.
    /// </remarks>
    public static void Configure(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var ports = Listed(configuration["http_ports"]).Select(port => $"http://*:{port}")
            .Concat(Listed(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToList();
        foreach (var address in ports.Concat(endpoints.Select(endpoint => endpoint["Url"]).OfType<string>()))
            Parse(address);
        if (configuration["http_ports"] is not null || configuration["https_ports"] is not null
            || endpoints.Count > 0)
            return;

        if (configuration["urls"] is null)
            builder.WebHost.UseUrls(Default);
        foreach (var address in Listed(configuration["urls"] ?? Default))
            RequireFree(address);
    }

    static string[] Listed(string? setting) => (setting ?? "").Split(
        ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Starts the server, and serves once it is prepared; refused in one sentence where it cannot listen.
    /// </summary>
    public static async Task Listen(WebApplication app, Func<Task> prepare)
    {
        var gate = app.Services.GetRequiredService<StartGate>();
        gate.Preparation = prepare;
        // A database that cannot be opened is not an address that is wrong.
        app.Services.GetRequiredService<Db>();
        try
        {
            await app.StartAsync();
        }
        catch (Exception wrong)
            when (!gate.Listens
                && wrong is FormatException or IOException or SocketException or InvalidOperationException)
        {
            // The further lines of the web server's messages are advice to developers.
            throw new StartRefused($"The server cannot listen: {wrong.Message.Split('\n')[0]}");
        }
    }

    /// <summary>Refuses what comes between the listening and the first request that can be served.</summary>
    public static void UseStartGate(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<StartGate>();
        app.Use((http, next) => gate.IsOpen || http.Request.Path == "/livez"
            ? next(http)
            : throw Refused.NotReady("The server is about to start."));
    }

    /// <summary>Where a started server listens.</summary>
    public static IEnumerable<string> Of(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    static void RequireFree(string address)
    {
        var parsed = Parse(address);
        if (parsed.IsUnixPipe || parsed.IsNamedPipe || parsed.Port == 0)
            return;
        try
        {
            var ip = IPAddress.TryParse(parsed.Host, out var one) ? one
                : IsLocalhost(parsed.Host) ? IPAddress.Loopback
                : IPAddress.Any;
            using var probe = new TcpListener(ip, parsed.Port);
            probe.Start();
        }
        catch (SocketException wrong)
        {
            throw new StartRefused($"The server cannot listen at {address}: {wrong.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program listens there already.",
                SocketError.AddressNotAvailable => "this machine does not have that address.",
                SocketError.AccessDenied => "this user may not listen at that port.",
                _ => wrong.Message,
            }}");
        }
    }

    static BindingAddress Parse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            // The web server listens everywhere where it does not understand the host, of which it takes a port that is
            // no number for a part.
            var isPlace = parsed.IsUnixPipe || parsed.IsNamedPipe || parsed.Host is "*" or "+"
                || IsLocalhost(parsed.Host) || IsAddress(parsed.Host);
            if (parsed.Scheme is "http" or "https" && isPlace && parsed.Port is >= 0 and <= IPEndPoint.MaxPort)
                return parsed;
        }
        catch (FormatException)
        {
            // Refused below, in one sentence for everything that is not an address.
        }
        throw new StartRefused($"The server cannot listen at {address}: an address is written {Default}, " +
            "and its host is an IP address, localhost, * or +.");
    }

    static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    static bool IsAddress(string host) =>
        IPAddress.TryParse(host, out _) && host.StartsWith('[') == host.EndsWith(']');
}
