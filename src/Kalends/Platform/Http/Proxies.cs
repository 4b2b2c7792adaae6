using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Kalends.Platform.Http;

/// <summary>Trusts the configured proxies, and nobody else, about the client behind them and its scheme.</summary>
static class Proxies
{
    /// <summary>Takes the caller's address and scheme from X-Forwarded-For and X-Forwarded-Proto.</summary>
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app, HttpSettings settings)
    {
        var trusted = settings.Proxies.Select(Parse).OfType<IPNetwork>().ToList();
        // Without any networks the framework would trust everybody.
        if (trusted.Count == 0)
            return app;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // A chain of proxies is followed up to the first one that is not trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted)
            options.KnownIPNetworks.Add(network);
        return app.UseForwardedHeaders(options);
    }

    /// <summary>The network that an address or a CIDR block names; null if the text is neither.</summary>
    public static IPNetwork? Parse(string text)
    {
        IPNetwork network;
        if (IPAddress.TryParse(text, out var address))
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        else if (!IPNetwork.TryParse(text, out network))
            return null;
        // IPv4 callers are known by addresses of four bytes.
        return network is { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= 96 }
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;
    }
}
