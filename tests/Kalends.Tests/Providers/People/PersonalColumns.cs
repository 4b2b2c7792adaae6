using Kalends.Tests.Kit;
using Npgsql;

namespace Kalends.Tests.Providers.People;

/// <summary>
/// All columns with texts, and whether these are about people. Numbers are ids, times, amounts and counts.
/// </summary>
static class PersonalColumns
{
    /// <summary>What is exported, and erased.</summary>
    public static readonly IReadOnlyList<string> Exported = Of("""
        api_keys: name
        clients: first_name last_name
        contacts: email phone
        event_texts: data email message
        guest_requests: email first_name last_name
        messages: address recipient
        reservation_answers: answers
        reservations: cancel_reason
        reviews: comment moderation_reason reply
        users: username
        webhooks: description filter url
        """);

    /// <summary>What is exported of a provider, whose work is told by name as long as it is told.</summary>
    public static readonly IReadOnlyList<string> ExportedOfProviders = Of("""
        closures: reason
        external_calendars: name url
        providers: first_name last_name name
        """);

    /// <summary>Copies, hashes and secrets, which are only erased.</summary>
    public static readonly IReadOnlyList<string> Copied = Of("""
        api_key_secrets: hash prefix
        client_words: word
        contacts: email_key
        event_dictionary: word
        event_words: word
        feeds: secret_hash
        guest_requests: email_key network
        guests: email_key
        idempotency_keys: answer fingerprint key
        invitations: code_hash
        messages: address_hash
        password_requests: address address_hash
        refresh_tokens: hash origin
        stream_tickets: hash path
        users: password_hash username_key
        webhook_attempts: answer
        webhooks: old_secret secret
        """);

    /// <summary>Copies of what is known of providers.</summary>
    public static readonly IReadOnlyList<string> CopiedOfProviders = Of("""
        external_calendars: etag last_modified
        provider_words: word
        """);

    /// <summary>The ids of users: they name nobody once the user is erased.</summary>
    public static readonly IReadOnlyList<string> Ids = Of("""
        api_keys: created_by user_id
        care_events: actor
        client_reads: reader
        clients: owner_user_id user_id
        contacts: user_id
        ended_sign_ins: holder
        events: actor owner_user_id
        feeds: user_id
        idempotency_keys: user_id
        invitations: accepted_by created_by
        providers: owner_user_id user_id
        refresh_tokens: user_id
        release_readers: user_id
        remittances: actor reversed_by
        reservation_moves: moved_by
        reviews: moderated_by replied_by user_id
        stream_tickets: user_id
        tariffs: actor
        users: id
        webhooks: user_id
        """);

    /// <summary>
    /// What is about no person, or must be kept: the book-keeping, and what providers offer to everybody.
    /// </summary>
    public static readonly IReadOnlyList<string> Others = Of("""
        api_keys: scopes
        care_events: currency reason source source_key
        caregiver_months: currency
        client_reads: kind
        clients: time_zone
        closed_days: date name uid
        contacts: agenda agenda_time bookings cancellation change confirmation language reminder review_invitation
        database_kind: kind
        event_types: currency name
        events: component data environment id kind subject
        external_calendars: problem
        guest_requests: language time_zone
        idempotency_keys: operation
        installation: link_key name
        invitations: bound_as
        message_key: value
        message_templates: html kind language subject text
        messages: channel key kind problem state
        migrations: checksum file module
        month_total_deltas: currency
        month_totals: currency
        openings: local_start time_zone type
        organisations: name
        policies: level reminder_minutes
        provider_availability: from_date to_date
        provider_languages: tag
        providers: currency time_zone
        publications: embed_origins
        remittances: currency fingerprint reason reference
        reopened_days: date
        reservations: cancel_code state
        reviews: state verdict
        services: mode name place questions
        signing_keys: value
        skills: name
        total_checks: day
        webhook_attempts: problem
        webhook_deliveries: event_id kind state subject
        webhooks: kinds payload state subjects
        working_hours: exceptions expanded_until rules time_zone zone_version
        """);

    /// <summary>The words of searches that forgive a mistake, of which nobody can tell whose they were.</summary>
    public static readonly IReadOnlyList<string> Words = Of("word_variants: variant word");

    /// <summary>The columns with texts that a database has.</summary>
    public static async Task<IReadOnlyList<string>> In(TestApp app)
    {
        await using var connection = app.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = connection is NpgsqlConnection
            ? """
              SELECT c.table_name || '.' || c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
              WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'
              """
            : """
              SELECT t.name || '.' || c.name
              FROM sqlite_schema t, pragma_table_xinfo(t.name) c
              WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type NOT IN ('INTEGER', '')
              """;
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(reader.GetString(0));
        return found;
    }

    static List<string> Of(string lines) => lines.Split('\n')
        .Select(line => line.Split(": "))
        .SelectMany(line => line[1].Split(' ').Select(column => $"{line[0]}.{column}"))
        .ToList();
}
