using System.Net;
using System.Net.Sockets;

namespace Kalends.Platform.Http;

/// <summary>Thrown in a request to a host that has no address to which this server may connect.</summary>
sealed class AddressForbidden : Exception;

/// <summary>Requests to servers that callers name and nobody trusts.</summary>
/// <remarks>
/// Addresses are checked where the connection is made, so a name that resolves to another address the next time gains
/// nothing. There is no proxy, which would connect to addresses that are not checked, no cookie, and no redirect.
/// </remarks>
static class Outbound
{
    const int HeaderKilobytesMax = 32;

    /// <param name="allows">Whether a request may go to an address.</param>
    public static SocketsHttpHandler Handler(Func<Uri, IPAddress, bool> allows) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = HeaderKilobytesMax,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancel) => Connect(
            context.DnsEndPoint, address => allows(context.InitialRequestMessage.RequestUri!, address), cancel),
    };

    /// <summary>
    /// The address that a member <c>url</c> names, in its one form and without a fragment; refuses what is none.
    /// </summary>
    public static Uri Parse(string text, int lengthMax, bool allowsHttp)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (allowsHttp && address.Scheme == Uri.UriSchemeHttp))
            || address.IdnHost.Length == 0 || address.UserInfo.Length > 0)
            throw Refused.Invalid(
                "/url", FaultCode.BadAddress,
                $"url must begin with https://{(allowsHttp ? " or http://" : "")}, without a user name and password.");
        var written = address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        return written.Length <= lengthMax
            ? new Uri(written)
            : throw Refused.Invalid("/url", FaultCode.TooLong, $"url has at most {lengthMax} characters.");
    }

    /// <summary>A request that says who asks.</summary>
    public static HttpRequestMessage Request(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.UserAgent.ParseAdd("Kalends");
        return request;
    }

    static async ValueTask<Stream> Connect(DnsEndPoint host, Func<IPAddress, bool> allows, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host.Host, out var number)
            ? [number]
            : await Dns.GetHostAddressesAsync(host.Host, cancel);
        var allowed = addresses.Where(allows).ToArray();
        if (allowed.Length == 0)
            throw new AddressForbidden();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
