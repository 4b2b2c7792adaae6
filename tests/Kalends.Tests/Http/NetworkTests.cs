using System.Net;
using Kalends.Platform.Calls;

namespace Kalends.Tests.Http;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%2", "fe80::/64")]
    public void An_address_stands_for_a_household_or_an_office(string address, string network) =>
        Assert.Equal(network, Network.Of(IPAddress.Parse(address)));

    [Fact]
    public void Who_comes_over_no_network_has_none() => Assert.Equal("", Network.Of(null));
}
