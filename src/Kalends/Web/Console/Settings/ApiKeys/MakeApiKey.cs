using Kalends.Accounts.ApiKeys;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ApiKeys;

/// <summary>Makes an API key, and shows its secret once.</summary>
sealed class MakeApiKey(CreateApiKey create)
{
    /// <param name="Name">What the key is for.</param>
    /// <param name="Scopes">What it may do.</param>
    /// <param name="UserId">The service account as which it acts; the visitor if left out.</param>
    /// <param name="ExpiresOn">The first day on which it is not valid any more.</param>
    public sealed record Input(
        [Text(1, ApiKey.NameMax)] string Name, [Count(1, 20)] IReadOnlyList<string> Scopes,
        [Text(36, 36)] string? UserId = null, DateOnly? ExpiresOn = null);

    public async Task<Shown> Run(Input input, Visit visit)
    {
        var made = await create.Run(
            new(input.Name, input.Scopes, input.UserId, EndOf(input.ExpiresOn, visit)), visit.Call);
        return Once(made.Value, visit);
    }

    /// <summary>The page that shows a secret, and which nobody finds again.</summary>
    public static Shown Once(NewApiKey made, Visit visit) => Sheet.Page(visit, new Sheet.Seen(made.ApiKey.Name)
    {
        Lead = visit.Texts.Settings.ShownOnce,
        Facts = [(visit.Texts.Settings.Secret, made.Secret)],
        Links = [new(made.ApiKey.Name, ShowApiKey.HrefOf(made.ApiKey.Id))],
    });

    static Instant? EndOf(DateOnly? day, Visit visit) => day is { } end
        ? (visit.Zone ?? DateTimeZone.Utc).AtStartOfDay(LocalDate.FromDateOnly(end)).ToInstant()
        : null;
}
