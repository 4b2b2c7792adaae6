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
        var address = Outbound.Parse(text, Max, allowsHttp: true);
        if (!allowsPrivate && IPAddress.TryParse(address.IdnHost, out var number) && !PublicAddress.Is(number))
            throw Refused.Invalid(
                "/url", FaultCode.ForbiddenAddress, "url must name a host with a public address.");
        return address.AbsoluteUri;
    }
}
