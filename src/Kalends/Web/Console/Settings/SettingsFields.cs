using System.Globalization;
using Kalends.Accounts.Organisations;
using Kalends.Accounts.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings;

/// <summary>Fields that several settings have.</summary>
static class SettingsFields
{
    /// <summary>The roles, of which an account has one or more.</summary>
    public static Field.Seen Roles(Visit visit, IReadOnlyList<Role> given, IReadOnlyList<string>? chosen = null) =>
        new("roles", visit.Texts.Settings.Roles)
        {
            Type = "checkboxes",
            Choices = [.. given.Select(role => new Field.Choice(EnumText.Of(role), visit.Texts.Role(role)))],
            Values = chosen ?? [],
        };

    /// <summary>The first hundred organisations to choose from.</summary>
    public static async Task<Field.Seen> Organisation(Visit visit, long? chosen = null)
    {
        var found = await ListOrganisations.Run(new NoInput(), new PageRequest(100), visit.Call);
        var field = new Field.Seen("organisation_id", visit.Texts.Settings.Organisation, Text(chosen));
        return found.Next is not null
            ? field with { Type = "number", Min = "1" }
            : field with
            {
                Choices =
                [
                    new("", visit.Texts.Settings.None),
                    .. found.Items.Select(one => new Field.Choice(Text(one.Id)!, one.Name)),
                ],
            };
    }

    /// <summary>The form that creates something, which stands open once it was refused.</summary>
    public static ActForm.Seen Creating(
        Visit visit, string path, string words, Refused? why, params IReadOnlyList<Field.Seen> fields) =>
        new(path, words)
        {
            Opens = words,
            IsOpen = why is not null,
            Fields = WithFaults(visit, why, fields),
        };

    /// <summary>The fields of a form that was refused, each with what is wrong with it.</summary>
    public static IReadOnlyList<Field.Seen> WithFaults(
        Visit visit, Refused? why, params IReadOnlyList<Field.Seen> fields)
    {
        var faults = FieldFault.Of(why, visit.Texts);
        return [.. fields.Select(field => field with
        {
            Fault = faults.FirstOrDefault(fault => fault.Field.Split('/')[0] == field.Name),
        })];
    }

    /// <summary>The words for some roles.</summary>
    public static string Named(Visit visit, IReadOnlyList<string> roles) => string.Join(", ", roles
        .Select(word => Enum.GetValues<Role>().FirstOrDefault(role => EnumText.Of(role) == word))
        .Select(visit.Texts.Role));

    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Moment(Visit visit, Instant? at) =>
        at is { } known ? visit.Texts.DatedMoment(known.InZone(visit.Zone ?? DateTimeZone.Utc)) : null;
}
