using System.Net;
using System.Net.Sockets;

namespace Kalends.Platform.Http;

/// <summary>Which addresses are public: those outside the special-purpose registries of IANA (RFC 6890).</summary>
static class PublicAddress
{
    static readonly IPNetwork[] SpecialV4 =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    ];

    static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Protocol assignments with Teredo, documentation, and 6to4, in which an IPv4 address is hidden.
    static readonly IPNetwork[] SpecialV6 =
        [.. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")];

    // Networks without IPv4 reach it through this prefix (RFC 6052); the last four bytes are the IPv4 address.
    static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Array.Exists(SpecialV4, network => network.Contains(address));
        return Translated.Contains(address)
            ? Is(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : GlobalV6.Contains(address) && !Array.Exists(SpecialV6, network => network.Contains(address));
    }

    static IEnumerable<IPNetwork> Networks(params string[] networks) =>
        networks.Select(network => IPNetwork.Parse(network));
}
