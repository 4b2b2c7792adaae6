using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Kalends.Platform.Http;

/// <summary>Lets no new connection into the queue of a listening socket, and all that are on their way.</summary>
/// <remarks>
/// Linux asks a filter about each packet. A first one (SYN) that is dropped is sent again after a second, and finds
/// the socket closed: a connection that is refused, which costs nothing but the time. Elsewhere the door stays open
/// until it is gone.
/// </remarks>
static class ClosedDoor
{
    const int SocketLevel = 1;
    const int AttachFilter = 26;

    // Load the flags of TCP; where SYN is among them, let 0 bytes through, else all.
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
            // A machine that allows no filters is like the others.
        }
        finally
        {
            program.Free();
        }
    }

    static ulong Step(ushort code, byte ifTrue, byte ifFalse, uint value) =>
        code | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)value << 32);
}
