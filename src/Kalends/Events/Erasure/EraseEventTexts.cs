using System.Text.Json;
using Kalends.Platform.Calls;

namespace Kalends.Events.Erasure;

/// <summary>
/// Erases the email address, message and data of events of other systems that have this email address; the events
/// themselves stay in the log.
/// </summary>
static class EraseEventTexts
{
    /// <param name="Email">The email address, exactly as the events have it.</param>
    public sealed record Input([Text(1, 500, Padded = true)] string Email);

    /// <param name="Count">The number of events whose texts were erased, at most 500 at once.</param>
    /// <param name="More">Whether there may be more of them; the same request with a new key erases these.</param>
    public sealed record Erased(int Count, bool More);

    public static Task<Answer<Erased>> Run(Input input, Call call) => call.Write(async session =>
    {
        var (count, more) = await EventTexts.Erase(session, call, [input.Email], clientId: null);
        if (count > 0)
            await Idempotency.ForgetAnswers(
                session, userId: null, [$"\"email\":{JsonSerializer.Serialize(input.Email, Json.Options)}"]);
        return new Erased(count, more);
    });
}
