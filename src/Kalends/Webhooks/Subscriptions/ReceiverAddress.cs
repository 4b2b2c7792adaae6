using System.Net;
using Kalends.Platform.Http;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The addresses to which webhooks may go.</summary>
/// <param name="settings">The networks and ports that the operator allows.</param>
sealed class ReceiverAddress(WebhooksSettings settings)
{
    /// <summary>The greatest length of an address.</summary>
    public const int Max = 2000;

    readonly IReadOnlyList<IPNetwork> _networks = settings.Networks();
    readonly IReadOnlyList<int> _ports = settings.PortNumbers();

    /// <summary>
    /// The address in its one form, without a fragment; refuses what is none. Which addresses a name resolves to is
    /// checked at each connection.
    /// </summary>
    public static string Parse(string text, WebhooksSettings settings)
    {
        var allowsMore = settings.AllowedNetworks.Length > 0;
        var address = Outbound.Parse(text, Max, allowsMore);
        var rules = new ReceiverAddress(settings);
        if (IPAddress.TryParse(address.IdnHost, out var number) ? !rules.Allows(address, number)
            : !allowsMore && !rules._ports.Contains(address.Port))
            throw Refused.Invalid(
                "/url", FaultCode.ForbiddenAddress,
                $"url must name a host with a public address, at port {settings.Ports}.");
        return address.AbsoluteUri;
    }

    /// <summary>Whether a request may go to this address of its host.</summary>
    public bool Allows(Uri request, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(plain))
            || (request.Scheme == Uri.UriSchemeHttps && _ports.Contains(request.Port) && PublicAddress.Is(plain));
    }
}
