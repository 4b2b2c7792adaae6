using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Kalends.Platform.Http;

/// <summary>Makes an example of a body from its schema.</summary>
/// <remarks>
/// A member has the example of its name, or one of its type. What may be null is null, and what may be left out is left
/// out, unless its name is among those <see cref="AlwaysShown"/>.
/// </remarks>
sealed class Examples(OpenApiDocument document)
{
    const string Past = "2029-12-03T08:00:00Z";
    const string UserId = "01989f2e-7a51-7c3e-9d4b-2f6a8c1e5b70";
    const string Subject = "Confirmed: {{ date }}, {{ time }}";
    const string Text = "Hello {{ name }}, your appointment is confirmed.\n";
    const string Token = "q3ZkX0w8Yp1uTn5rVb7sLd";

    /// <summary>The examples by the member's name, with that of its schema where a name has several uses.</summary>
    static readonly Dictionary<string, JsonNode> AlwaysShown = new()
    {
        ["amount"] = 4500,
        ["ReplaceContactOfMe.password"] = "correct horse battery staple",
        ["PreviewTemplate.template"] = new JsonObject { ["subject"] = Subject, ["text"] = Text },
        ["availability"] = new JsonArray(new JsonObject { ["from_date"] = "2030-01-07", ["to_date"] = "2030-01-11" }),
        ["book_notice_minutes"] = 120,
        ["budget"] = 90000,
        ["cancel_future"] = true,
        ["caregiver_id"] = 1,
        ["client_id"] = 1,
        ["comment"] = "Friendly and on time.",
        ["component"] = "billing",
        ["cost"] = 4500,
        ["cost_max"] = 6000,
        ["currency"] = "EUR",
        ["OriginalEventTypesCreateInput.currency"] = "SEK",
        ["day_max"] = 8,
        ["dates"] = new JsonArray(new JsonObject { ["from_date"] = "2030-01-07", ["to_date"] = "2030-01-11" }),
        ["email"] = "ada@example.org",
        ["embed_origins"] = new JsonArray("https://clinic.example"),
        ["ends_earlier"] = false,
        ["environment"] = "production",
        ["event_type_id"] = 1,
        ["filters"] = new JsonObject { ["type"] = "one-off" },
        ["first_month"] = "2029-11",
        ["first_name"] = "Ada",
        ["in_force_from"] = "2030-02-01T00:00:00Z",
        ["job_budget_in_pence"] = 90000,
        ["kind"] = "invoice.sent",
        ["kinds"] = new JsonArray("reservation.*"),
        ["languages"] = new JsonArray("en", "sv"),
        ["last_month"] = "2029-12",
        ["last_name"] = "Lovelace",
        ["max_time"] = "2030-01-01T00:00:00Z",
        ["message"] = "The invoice was sent.",
        ["HealthPong.message"] = "pong!",
        ["min_time"] = "2029-12-01T00:00:00Z",
        ["name"] = "Ada Lovelace",
        ["CreateEventTypeInput.name"] = "Home visit",
        ["CreateApiKeyInput.name"] = "Reminders",
        ["RenameApiKeyInput.name"] = "Reminders",
        ["ApiKey.name"] = "Reminders",
        ["CreateServiceAccountInput.name"] = "importer",
        ["ServiceAccount.name"] = "importer",
        ["CreateOrganisationInput.name"] = "Northside Clinic",
        ["CreateServiceInput.name"] = "Massage",
        ["CreateServiceInput.provider_id"] = 1,
        ["AddExternalCalendarInput.name"] = "Home",
        ["EventType.name"] = "Home visit",
        ["ExternalCalendar.name"] = "Home",
        ["Organisation.name"] = "Northside Clinic",
        ["ReplayEventsInput.from"] = Past,
        ["QuestionAnswer.text"] = "In the back.",
        ["FilledTemplate.subject"] = "Confirmed: Monday 7 January 2030, 10:00",
        ["FilledTemplate.text"] = "Hello Ada Lovelace, your appointment is confirmed.\n",
        ["MessageTemplate.subject"] = Subject,
        ["MessageTemplate.text"] = Text,
        ["ReplaceTemplateInput.subject"] = Subject,
        ["ReplaceTemplateInput.text"] = Text,
        ["ReadMessageTextDue.text"] = "Reminder: Monday 7 January 2030, 10:00, Grace Hopper",
        ["ReplaceServiceInput.name"] = "Massage",
        ["Service.name"] = "Massage",
        ["ServiceInputPatch.name"] = "Massage",
        ["overlap"] = false,
        ["reason"] = "As agreed by telephone.",
        ["service_month"] = "2029-12",
        ["shows_clients"] = true,
        ["skill"] = "nursing",
        ["skills"] = new JsonArray("nursing"),
        ["subject"] = "invoice/17",
        ["subjects"] = new JsonArray("provider/1"),
        ["text"] = "Thank you.",
        ["SearchProvidersInput.text"] = "nursing",
        ["time_zone"] = "Europe/Stockholm",
    };

    static readonly Dictionary<string, JsonNode> ShownWhereRequired = new()
    {
        ["access_token"] = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        ["active"] = true,
        ["agenda_time"] = "07:00",
        ["MakeFeedMade.address"] = "/v1/feeds/8TfG2bV6mK0xRz4wQ1sLd7YhN3pC5jEuA9oXtI-vB_k.ics",
        ["actor"] = UserId,
        ["calendar"] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n" +
            "DTSTAMP:20291203T080000Z\r\nDTSTART;VALUE=DATE:20300107\r\nSUMMARY:Holiday\r\nEND:VEVENT\r\n" +
            "END:VCALENDAR\r\n",
        ["code"] = Token,
        ["IssueGuestTokenInput.code"] = "12345678",
        ["created_by"] = UserId,
        ["drift"] = 0,
        ["duration_minutes"] = 50,
        ["duration_seconds"] = 3600,
        ["ends_at"] = "2030-01-07T10:00:00Z",
        ["end_time"] = "2030-01-07T10:00:00Z",
        ["event_id"] = "01989f2e-7a51-7c3e-9d4b-2f6a8c1e5b71",
        ["expires_at"] = "2029-12-03T08:30:00Z",
        ["expires_in"] = 600,
        ["first_slot_id"] = 4096,
        ["FirstSlot.id"] = 4096,
        ["LoggedEvent.id"] = "01989f2e-7a51-7c3e-9d4b-2f6a8c1e5b71",
        ["Me.id"] = UserId,
        ["UserView.id"] = UserId,
        ["HoursStretch.from"] = "09:00",
        ["HoursStretch.to"] = "12:00",
        ["host"] = "calendar.example.org",
        ["key"] = "pain",
        ["label"] = "Where does it hurt?",
        ["message_id"] = "msg_1_01989f2e7a517c3e9d4b2f6a8c1e5b71",
        ["new_password"] = "incorrect horse battery staple",
        ["old_password"] = "correct horse battery staple",
        ["owner_user_id"] = UserId,
        ["password"] = "correct horse battery staple",
        ["html"] = "<p>Hello Ada Lovelace, your appointment is confirmed.</p>",
        ["phone"] = "+46701234567",
        ["provider"] = "Grace Hopper",
        ["question"] = "pain",
        ["rating"] = 4.5,
        ["reference"] = "2029-12",
        ["refresh_token"] = Token,
        ["roles"] = new JsonArray("client"),
        ["path"] = "/v1/events/stream",
        ["prefix"] = "kal_7hQ2mX",
        ["scopes"] = new JsonArray("scheduling:read"),
        ["secret"] = "kal_7hQ2mXw9Kc4RtYz81bNfUsJpVdGaEo3Tn6Wm",
        ["ServiceAccount.id"] = UserId,
        ["slot_count"] = 1,
        ["slot_id"] = 4096,
        ["slot_minutes"] = 60,
        ["slot_seconds"] = 3600,
        ["SlotView.id"] = 4096,
        ["starts_at"] = "2030-01-07T09:00:00Z",
        ["start_time"] = "2030-01-07T09:00:00Z",
        ["status"] = "success",
        ["HealthAlive.status"] = "ok",
        ["HealthReady.status"] = "ok",
        ["token"] = Token,
        ["token_type"] = "Bearer",
        ["type"] = "one-off",
        ["ticket"] = Token,
        ["ApiKey.user_id"] = UserId,
        ["CreateWebhookMade.secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ["url"] = "https://receiver.example.org/kalends",
        ["AddExternalCalendarInput.url"] = "https://calendar.example.org/ada/private-5d41402a/basic.ics",
        ["variables"] = new JsonArray("organisation", "name", "date", "time"),
        ["username"] = "ada",
    };

    public JsonNode? Of(IOpenApiSchema schema)
    {
        var known = Known(schema);
        if (known.Enum is { Count: > 0 } words)
            return words[0].DeepClone();
        return (known.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Object => Record(known, (schema as OpenApiSchemaReference)?.Reference.Id),
            JsonSchemaType.Array => new JsonArray(Of(known.Items!)),
            JsonSchemaType.Boolean => known.Default?.DeepClone() ?? false,
            JsonSchemaType.Integer or JsonSchemaType.Number => known.Default?.DeepClone() ?? 1,
            JsonSchemaType.String => known.Format switch
            {
                "date" => "2030-01-07",
                "date-time" => Past,
                _ => known.Pattern == Months.Pattern ? "2029-12" : "text",
            },
            _ => new JsonObject(),
        };
    }

    JsonObject Record(IOpenApiSchema schema, string? name)
    {
        var record = new JsonObject();
        foreach (var (member, value) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            var isRequired = schema.Required?.Contains(member) is true;
            var example = Named(AlwaysShown, name, member)
                ?? (isRequired ? Named(ShownWhereRequired, name, member) : null);
            if (example is not null && IsOfType(example, Known(value)))
                record[member] = example.DeepClone();
            else if (isRequired)
                record[member] = MayBeNull(value) ? null : Of(value);
        }
        return record;
    }

    static JsonNode? Named(Dictionary<string, JsonNode> examples, string? schema, string member) =>
        examples.GetValueOrDefault($"{schema}.{member}")
        ?? (schema?.EndsWith(Input, StringComparison.Ordinal) is true
            ? examples.GetValueOrDefault($"{schema[..^Input.Length]}.{member}")
            : null)
        ?? examples.GetValueOrDefault(member);

    const string Input = "Input";

    static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) is true || schema.OneOf is { Count: > 0 };

    static bool IsOfType(JsonNode example, IOpenApiSchema schema) => schema.Enum is not { Count: > 0 }
        && (schema.Type & ~JsonSchemaType.Null) is { } type && example.GetValueKind() switch
        {
            JsonValueKind.Object => type == JsonSchemaType.Object,
            JsonValueKind.Array => type == JsonSchemaType.Array,
            JsonValueKind.String => type == JsonSchemaType.String,
            JsonValueKind.True or JsonValueKind.False => type == JsonSchemaType.Boolean,
            _ => type == JsonSchemaType.Number
                || (type == JsonSchemaType.Integer && example.AsValue().TryGetValue<int>(out _)),
        };

    // A reference leads to the schema as it was when it was made, so the component is asked.
    IOpenApiSchema Known(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference { Reference.Id: { } id } => document.Components!.Schemas![id],
        { OneOf: { Count: > 0 } either } => Known(either[0]),
        _ => schema,
    };
}
