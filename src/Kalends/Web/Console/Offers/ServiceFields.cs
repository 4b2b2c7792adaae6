using System.Globalization;
using Kalends.Platform.Storage;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Languages;

namespace Kalends.Web.Console.Offers;

/// <summary>The fields of a service in a form.</summary>
static class ServiceFields
{
    /// <param name="known">The service; null for a new one.</param>
    /// <param name="why">What was refused.</param>
    /// <param name="texts">The texts of the visitor's language.</param>
    public static IReadOnlyList<Field.Seen> Of(Service? known, Refused? why, Texts texts)
    {
        var faults = FieldFault.Of(why, texts);
        FieldFault.Seen? FaultOf(string name) => faults.FirstOrDefault(fault => fault.Field == name);
        Field.Seen MinutesOf(string name, string label, int value, int least, int most) =>
            new(name, label, value.ToString(CultureInfo.InvariantCulture))
            {
                Type = "number",
                Required = true,
                Min = least.ToString(CultureInfo.InvariantCulture),
                Max = most.ToString(CultureInfo.InvariantCulture),
                Fault = FaultOf(name),
            };

        return
        [
            new("name", texts.Console.Name, known?.Name) { Required = true, LengthMax = 200, Fault = FaultOf("name") },
            MinutesOf("duration_minutes", texts.Offers.Duration, known?.DurationMinutes ?? 30, 5, 1440),
            MinutesOf("buffer_before_minutes", texts.Offers.Before, known?.BufferBeforeMinutes ?? 0, 0, 720),
            MinutesOf("buffer_after_minutes", texts.Offers.After, known?.BufferAfterMinutes ?? 0, 0, 720),
            new("mode", texts.Offers.Mode, EnumText.Of(known?.Mode ?? ServiceMode.OnSite))
            {
                Choices = [.. Enum.GetValues<ServiceMode>()
                    .Select(mode => new Field.Choice(EnumText.Of(mode), texts.Mode(mode)))],
            },
            new("place", texts.Place, known?.Place) { LengthMax = 500, Fault = FaultOf("place") },
        ];
    }
}
