using System.IO.Pipelines;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Privacy;

namespace Kalends.Providers.People;

/// <summary>Everything that is held about a person.</summary>
/// <param name="ExportedAt">The time of the export.</param>
/// <param name="UserId">The user who the person is.</param>
/// <param name="ClientId">The client who the person is.</param>
/// <param name="ProviderId">The provider who the person is.</param>
/// <param name="Sections">The records, by their kinds.</param>
sealed record PersonExport(
    Instant ExportedAt, string? UserId, long? ClientId, long? ProviderId, IReadOnlyList<PersonExport.Section> Sections)
{
    /// <summary>The records of one kind.</summary>
    /// <param name="Name">The kind of record.</param>
    /// <param name="Rows">The records, each an object with what is known of it.</param>
    public sealed record Section(string Name, IReadOnlyList<RawJson> Rows);
}

/// <summary>A <see cref="PersonExport"/> that is written while it is read, so that its size costs no memory.</summary>
[Formats(typeof(PersonExport), Formats.Json)]
sealed class PersonBody(Person person, Call call) : IJsonBody
{
    const int SendAt = 32 << 10;

    public async Task WriteTo(HttpContext http)
    {
        http.Response.ContentType = Formats.Json;
        try
        {
            await WriteTo(http.Response.BodyWriter);
        }
        catch when (http.Response.HasStarted)
        {
            // A document that is cut off must not look complete.
            http.Abort();
            throw;
        }
    }

    public async Task WriteTo(PipeWriter to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = Json.Options.Encoder });
        json.WriteStartObject();
        Write(json, "exported_at", call.Now);
        Write(json, "user_id", person.UserId);
        Write(json, "client_id", person.ClientId);
        Write(json, "provider_id", person.ProviderId);
        json.WriteStartArray("sections");
        await call.ReadAtLength(async session =>
        {
            foreach (var rows in call.Hooks<PersonalData>().SelectMany(data => data.Rows))
            {
                json.WriteStartObject();
                json.WriteString("name", rows.Name);
                json.WriteStartArray("rows");
                await session.Each(rows.Find, row =>
                {
                    JsonSerializer.Serialize(json, rows.Shown(row), Json.Options);
                    return Send(json, to);
                }, person.With());
                json.WriteEndArray();
                json.WriteEndObject();
            }
            return true;
        });
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(call.Cancel);
        await to.FlushAsync(call.Cancel);
    }

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, Json.Options);
    }

    async ValueTask Send(Utf8JsonWriter json, PipeWriter to)
    {
        if (json.BytesPending + to.UnflushedBytes < SendAt)
            return;
        json.Flush();
        var sent = await to.FlushAsync(call.Cancel);
        if (sent.IsCompleted)
            throw new OperationCanceledException("The reader is gone.");
    }
}
