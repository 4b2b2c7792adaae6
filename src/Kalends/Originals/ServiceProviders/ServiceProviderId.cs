using System.Buffers.Binary;
using System.Globalization;

namespace Kalends.Originals.ServiceProviders;

/// <summary>The UUID of a service provider in the original directory, computed from our number.</summary>
/// <remarks>
/// The UUID has version 8 (RFC 9562, 5.8): number 42 is 6b616c65-6e64-8001-8000-00000000002a. Its first 48 bits spell
/// <c>kalend</c>, the twelve bits after the version mark a service provider, and the last 62 bits hold the number.
/// Nothing is stored: the number is read back from the UUID.
/// </remarks>
static class ServiceProviderId
{
    const ulong Prefix = 0x6b61_6c65_6e64_8001;
    const ulong Variant = 0x8000_0000_0000_0000;

    public static string Of(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Prefix);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Variant | (ulong)number);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The number that a UUID or a number names; not found if it names none.</summary>
    public static long Read(string text)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber && Guid.TryParse(text, out var id))
            number = NumberIn(id);
        return number > 0 ? number : throw OriginalsErrors.NoSuchServiceProvider.Refused();
    }

    static long NumberIn(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) == Prefix && low >> 62 == Variant >> 62
            ? (long)(low & ~Variant)
            : 0;
    }
}
