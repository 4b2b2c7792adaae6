using System.Net;
using System.Net.Sockets;

namespace Kalends.Platform.Calls;

/// <summary>The part of an address that tells one household or office from another.</summary>
static class Network
{
    const int PrefixBytes = 8;

    /// <summary>
    /// The address itself, or of IPv6 its first 64 bits, since whoever has one address there has all the others too.
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
