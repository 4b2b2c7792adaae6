using System.Net;
using System.Net.Sockets;
using Kalends.Platform.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kalends.Platform.Http;

/// <summary>The addresses at which the server listens.</summary>
static class ListenAddresses
{
    public const string Default = "http://localhost:5080";

    /// <summary>Uses the configured addresses, or the default.</summary>
    public static void Configure(WebApplicationBuilder builder)
    {
        Require(builder.Configuration);
        if (!HasPorts(builder.Configuration) && builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls(Default);
    }

    /// <summary>Refuses addresses at which no server can listen now.</summary>
    /// <remarks>
    /// An address that cannot be bound, or is already in use, is refused here, before anything is written. Ports and
    /// endpoints from Kestrel's own settings are only checked for their spelling.
    /// </remarks>
    public static void Require(IConfiguration configuration)
    {
        var ports = Listed(configuration["http_ports"]).Select(port => $"http://*:{port}")
            .Concat(Listed(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        foreach (var address in ports.Concat(Endpoints(configuration).Select(one => one["Url"]).OfType<string>()))
            Parse(address);
        if (HasPorts(configuration))
            return;
        foreach (var address in Listed(configuration["urls"] ?? Default))
            RequireFree(address);
    }

    static bool HasPorts(IConfiguration configuration) => configuration["http_ports"] is not null
        || configuration["https_ports"] is not null || Endpoints(configuration).Any();

    static IEnumerable<IConfigurationSection> Endpoints(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren();

    static string[] Listed(string? setting) => (setting ?? "").Split(
        ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Starts the server, and serves once it is prepared; refuses in one sentence if it cannot listen.
    /// </summary>
    public static async Task Listen(WebApplication app, Func<Task> prepare)
    {
        var gate = app.Services.GetRequiredService<StartGate>();
        gate.Preparation = prepare;
        // The database is opened first, so that its failure is not taken for a wrong address.
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

    /// <summary>Refuses requests that arrive between listening and the end of the preparation.</summary>
    public static void UseStartGate(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<StartGate>();
        app.Use((http, next) => gate.IsOpen || http.Request.Path == "/livez"
            ? next(http)
            : throw PlatformErrors.Starting.Refused());
    }

    /// <summary>The addresses at which a started server listens.</summary>
    public static IEnumerable<string> Of(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    /// <summary>Refuses an address that is not one, or that cannot be bound.</summary>
    public static void RequireFree(string address)
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
            // The web server listens on all addresses if it does not understand the host, and it takes a port that is
            // not a number for a part of the host.
            var isPlace = parsed.IsUnixPipe || parsed.IsNamedPipe || parsed.Host is "*" or "+"
                || IsLocalhost(parsed.Host) || IsAddress(parsed.Host);
            if (parsed.Scheme is "http" or "https" && isPlace && parsed.Port is >= 0 and <= IPEndPoint.MaxPort)
                return parsed;
        }
        catch (FormatException)
        {
            // Anything that is not an address is refused below, in one sentence.
        }
        throw new StartRefused($"The server cannot listen at {address}: an address is written {Default}, " +
            "and its host is an IP address, localhost, * or +.");
    }

    static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    static bool IsAddress(string host) =>
        IPAddress.TryParse(host, out _) && host.StartsWith('[') == host.EndsWith(']');
}
