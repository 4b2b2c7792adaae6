using System.Net;
using System.Net.Sockets;

namespace Kalends.Tests.Kit;

/// <summary>What tests need of the machine that they run on.</summary>
static class Machine
{
    /// <summary>Leaves a test whose part is not installed; in CI that is a failure.</summary>
    /// <param name="missing">What is missing, in a sentence; null if nothing is.</param>
    public static void Require(string? missing)
    {
        if (missing is null)
            return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
        Assert.Skip(missing);
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
