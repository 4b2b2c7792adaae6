using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Kalends.Platform.Http;

/// <summary>
/// Stops new connections from entering the queue of a listening socket, but admits those already under way.
/// </summary>
/// <remarks>
/// Linux applies a filter to each packet. A first packet (SYN) that is dropped is sent again after a second, and then
/// finds the socket closed: the connection is refused, which costs nothing but the time. On other systems the socket
/// accepts connections until it is closed.
/// </remarks>
static class ClosedDoor
{
    const int SocketLevel = 1;
    const int AttachFilter = 26;

    // Load the TCP flags; let 0 bytes through if SYN is set, otherwise all.
    static readonly ulong[] Program =
    [
        Step(0x30, 0, 0, 13), Step(0x45, 0, 1, 2), Step(0x06, 0, 0, 0), Step(0x06, 0, 0, uint.MaxValue),
    ];

    public static void Close(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
            return;
        var program = GCHandle.Alloc(Program, GCHandleType.Pinned);
        try
        {
            ReadOnlySpan<nint> filter = [Program.Length, program.AddrOfPinnedObject()];
            socket.SetRawSocketOption(SocketLevel, AttachFilter, MemoryMarshal.AsBytes(filter));
        }
        catch (SocketException)
        {
            // A machine that allows no filters behaves like other systems.
        }
        finally
        {
            program.Free();
        }
    }

    static ulong Step(ushort code, byte ifTrue, byte ifFalse, uint value) =>
        code | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)value << 32);
}
