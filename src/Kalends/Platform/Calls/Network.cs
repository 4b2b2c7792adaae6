using System.Net;
using System.Net.Sockets;

namespace Kalends.Platform.Calls;

/// <summary>The part of an address that distinguishes one household or office from another.</summary>
static class Network
{
    const int PrefixBytes = 8;

    /// <summary>
    /// The address itself, or the first 64 bits of an IPv6 address, since one subscriber has all addresses below these.
    /// </summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
