namespace Kalends.Web.Booking.Guests;

/// <summary>What a form carries on from the one before.</summary>
partial class CarriedFields;
