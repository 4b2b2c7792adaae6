using Kalends.Events.Public;
using Kalends.Platform.Calls;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The fields of a webhook that a caller sets.</summary>
/// <param name="Url">
/// The address that gets the events: https, at a host with public addresses only. Redirects are not followed.
/// </param>
/// <param name="Description">A description for those who keep it.</param>
/// <param name="Kinds">
/// The kinds of events to send, each as a whole (<c>reservation.held</c>) or by its beginning (<c>reservation.*</c>);
/// all kinds if the list is empty.
/// </param>
/// <param name="Subjects">
/// The subjects whose events to send, such as <c>provider/3</c>; all subjects if the list is empty.
/// </param>
/// <param name="Filter">Further conditions on the events.</param>
/// <param name="Payload">The part of an event that a delivery has.</param>
/// <param name="Enabled">Whether it gets deliveries. Events that happen while it does not are sent later.</param>
sealed record WebhookInput(
    [Text(1, ReceiverAddress.Max)] string Url, [Text(0, 500)] string? Description = null,
    [Count(0, 50)] IReadOnlyList<string>? Kinds = null, [Count(0, 50)] IReadOnlyList<string>? Subjects = null,
    EventFilter? Filter = null, WebhookPayload Payload = WebhookPayload.Thin, bool Enabled = true)
{
    const int WordMax = 200;

    /// <summary>The same in its one form; refuses what is not valid.</summary>
    public WebhookInput Checked(Call call)
    {
        EventReader.RefuseKey(call);
        Filter?.Check();
        CheckWords(Kinds, "kinds");
        CheckWords(Subjects, "subjects");
        return this with
        {
            Url = ReceiverAddress.Parse(Url, call.Settings<WebhooksSettings>()),
            Kinds = Kinds ?? [],
            Subjects = Subjects ?? [],
            Filter = Filter ?? new EventFilter(),
        };
    }

    /// <summary>The present fields of a known webhook.</summary>
    public static WebhookInput Of(Webhook known) => new(
        known.Url, known.Description, known.Kinds, known.Subjects, known.Filter, known.Payload,
        known.State == WebhookState.Enabled);

    static void CheckWords(IReadOnlyList<string>? words, string name)
    {
        for (var i = 0; i < (words?.Count ?? 0); i++)
            if (words![i].Length is 0 or > WordMax)
                throw Refused.Invalid(
                    $"/{name}/{i}", words[i].Length == 0 ? FaultCode.TooShort : FaultCode.TooLong,
                    $"{name}[{i}] must have 1 to {WordMax} characters.");
    }
}
