using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kalends.Client;

public partial class KalendsClient
{
    // The generated members have converters for words, but not for lists of words.
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter());
}
