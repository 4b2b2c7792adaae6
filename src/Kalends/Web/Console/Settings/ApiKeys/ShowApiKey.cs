using Kalends.Accounts.ApiKeys;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ApiKeys;

/// <summary>Shows an API key, and how to give it a new secret or to end it.</summary>
static class ShowApiKey
{
    /// <param name="Id">The id of the key.</param>
    public sealed record Input([Id] long Id);

    public static string HrefOf(long id) => $"{ShowApiKeys.Path}/{id}";

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    public static Task<Shown> Again(Input input, Refused refused, Visit visit) => Show(input, visit, refused);

    static async Task<Shown> Show(Input input, Visit visit, Refused? why)
    {
        var (texts, key) = (visit.Texts.Settings, await ReadApiKey.Run(new(input.Id), visit.Call));
        return Sheet.Page(visit, new Sheet.Seen(key.Name)
        {
            Why = why is null ? null : visit.Texts.Sentence(why),
            Links = [new(texts.ApiKeys, ShowApiKeys.Path)],
            Facts =
            [
                (texts.Prefix, key.Prefix), (texts.Scopes, string.Join(", ", key.Scopes)),
                (visit.Texts.Console.State, ShowApiKeys.StateOf(key, visit)),
                (texts.MadeAt, SettingsFields.Moment(visit, key.RotatedAt ?? key.CreatedAt)),
                (texts.LastUsed, SettingsFields.Moment(visit, key.LastUsedAt)),
                (texts.ExpiresOn, SettingsFields.Moment(visit, key.ExpiresAt)),
            ],
            Acts = key.IsOver(visit.Call.Now) ? [] :
            [
                new($"{HrefOf(key.Id)}/rotate", texts.NewSecret)
                {
                    Opens = texts.NewSecret,
                    About = texts.RotateAbout,
                    Fields = SettingsFields.WithFaults(
                        visit, why, new Field.Seen("grace_seconds", texts.GraceSeconds, "86400")
                        {
                            Type = "number",
                            Min = "0",
                            Max = "604800",
                            Required = true,
                        }),
                },
                new($"{HrefOf(key.Id)}/revoke", texts.Revoke)
                {
                    Opens = texts.Revoke,
                    About = texts.RevokeAbout,
                    Warns = true,
                },
            ],
        });
    }
}
