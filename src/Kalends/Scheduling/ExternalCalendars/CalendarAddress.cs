using System.Net;
using Kalends.Platform.Http;

namespace Kalends.Scheduling.ExternalCalendars;

/// <summary>The addresses at which external calendars may lie.</summary>
static class CalendarAddress
{
    /// <summary>The greatest length of an address.</summary>
    public const int Max = 2000;

    /// <summary>
    /// The address in its one form, without a fragment; refuses what is none. Which addresses a name resolves to is
    /// checked at each connection.
    /// </summary>
    public static string Parse(string text, bool allowsPrivate)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.IdnHost.Length == 0 || address.UserInfo.Length > 0)
            throw Refused.Invalid(
                "/url", SchedulingErrors.BadAddress,
                "url must begin with https:// or http://, and have no user name and password.");
        var written = address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        if (written.Length > Max)
            throw Refused.Invalid("/url", FaultCode.TooLong, $"url has at most {Max} characters.");
        if (!allowsPrivate && IPAddress.TryParse(address.IdnHost, out var number) && !PublicAddress.Is(number))
            throw Refused.Invalid(
                "/url", SchedulingErrors.ForbiddenAddress, "url must name a host with a public address.");
        return written;
    }
}
