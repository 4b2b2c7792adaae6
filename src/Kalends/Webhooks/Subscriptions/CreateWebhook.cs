using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>
/// Creates a webhook, which is sent the events that happen from now on and that its owner may read: an organisation, or
/// the caller if none is named. Either has at most 50.
/// </summary>
static class CreateWebhook
{
    /// <param name="Webhook">The fields of the webhook.</param>
    /// <param name="OrganisationId">The organisation that it belongs to; the caller, if left out.</param>
    public sealed record Input([Spread] WebhookInput Webhook, [Id] long? OrganisationId = null);

    /// <summary>A webhook with its secret.</summary>
    /// <param name="Webhook">The webhook.</param>
    /// <param name="Secret">
    /// The secret that signs its deliveries: <c>whsec_</c> and 32 bytes in base64. It is shown only this once.
    /// </param>
    public sealed record Made(Webhook Webhook, [Secret] string Secret);

    public static async Task<Answer<Made>> Run(Input input, Call call)
    {
        var wanted = input.Webhook.Checked(call);
        if (input.OrganisationId is { } organisation && !call.Scope.Covers(null, organisation))
            throw WebhooksErrors.NotYourOrganisation.Refused();
        var secret = SecretBox.New();
        var settled = await EventLog.ReadSettled(call);
        return await call.Write(async session =>
            new Made(await Store(session, call, input, wanted, secret, settled), secret));
    }

    static async Task<Webhook> Store(
        Session session, Call call, Input input, WebhookInput wanted, string secret, long settled)
    {
        var progress = await Progress.Change(session);
        if (input.OrganisationId is not null
            && await session.Number(FindOrganisation, ("organisation", input.OrganisationId)) is null)
            throw Refused.Invalid(
                "/organisation_id", FaultCode.UnknownOrganisation, "There is no such organisation.");
        var userId = input.OrganisationId is null ? call.Caller.UserId : null;
        if (await session.Number(Count, ("organisation", input.OrganisationId), ("user", userId)) >= Webhook.Max)
            throw WebhooksErrors.TooManyWebhooks.Refused(Webhook.Max);

        var state = wanted.Enabled ? WebhookState.Enabled : WebhookState.Disabled;
        var id = await session.Number(Insert, [
            .. WebhookStore.Values(wanted), ("organisation", input.OrganisationId), ("user", userId),
            ("state", state), ("now", call.Now), ("at", settled),
            ("secret", SecretBox.Write(secret, call.Settings<SecretsSettings>().Keys())),
            ("live", WebhookStore.IsLive(state, settled, progress)),
            ("due", wanted.Enabled ? call.Now : null)]);
        var made = await WebhookStore.Load(session, id!.Value);
        await EventLog.Append(session, call, made.Event("created"));
        return made;
    }

    static readonly Sql FindOrganisation =
        new("SELECT id AS n FROM public_organisations WHERE id = @organisation");

    static readonly Sql Count = new("""
        SELECT COUNT(*) AS n
        FROM webhooks
        WHERE (organisation_id = CAST(@organisation AS BIGINT) OR user_id = CAST(@user AS TEXT))
          AND deleted_at IS NULL
        """);

    static readonly Sql Insert = new("""
        INSERT INTO webhooks
            (organisation_id, user_id, url, description, kinds, subjects, filter, payload, state, created_at,
             updated_at, version, secret, position, live, due_at)
        VALUES (@organisation, @user, @url, @description, @kinds, @subjects, @filter, @payload, @state, @now, @now, 1,
                @secret, @at, @live, @due)
        RETURNING id AS n
        """);
}
