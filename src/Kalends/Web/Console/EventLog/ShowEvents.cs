using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.EventLog;

/// <summary>Shows the events that the visitor may see, the newest first; the first page follows the log.</summary>
static class ShowEvents
{
    const string Path = "/console/events";

    /// <param name="Asked">The events.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input([Spread] EventQuery Asked, [Text(0, 500)] string? Cursor = null);

    const int PageMax = 50;

    static readonly IReadOnlyList<string> Filters = ["kind", "subject", "actor", "component", "words", "provider_id"];

    public static Task<Shown> Run(Input input, Visit visit) => Show(input, visit, why: null);

    /// <summary>Shows the form again, with what was typed into it.</summary>
    public static Task<Shown> Again(NoInput page, Refused refused, Visit visit) =>
        Show(input: null, visit, refused);

    static async Task<Shown> Show(Input? input, Visit visit, Refused? why)
    {
        var texts = visit.Texts;
        var stream = input is { Cursor: null }
            ? await ChangeStream.HrefOf(
                $"{Path}/stream", Filters.Select(name => (name, visit.Typed(name))), visit.Call)
            : null;
        var found = input is null
            ? new Platform.Paging.Page<LoggedEvent>([], null)
            : await ListEvents.Run(new(input.Asked, Limit: PageMax, Cursor: input.Cursor), visit.Call);
        var faults = FieldFault.Of(why, texts);
        Field.Seen FieldOf(string name, string label) => new(name, label)
        {
            LengthMax = 200,
            Fault = faults.FirstOrDefault(fault => fault.Field == name),
        };
        return ConsolePage.Of<EventsView, EventsView.Seen>(visit, texts.Console.EventLog, new(
            why is null ? null : texts.Sentence(why),
            new FilterForm.Seen(Path,
            [
                FieldOf("kind", texts.Log.Kind), FieldOf("subject", texts.Log.Subject),
                FieldOf("actor", texts.Log.Actor), FieldOf("component", texts.Log.Component),
                FieldOf("words", texts.Log.Words), FieldOf("provider_id", texts.Console.Provider),
            ]),
            new RowTable.Seen(
                texts.Console.EventLog,
                [texts.When, texts.Log.Kind, texts.Log.Subject, texts.Log.Actor, texts.Log.Data],
                [.. found.Items.Select(one => RowOf(one, visit))])
            {
                IfEmpty = texts.Console.NothingFound,
                Pages = Pager.Of(visit, Path, found.Next, Filters),
            },
            stream));
    }

    static IReadOnlyList<RowTable.Cell> RowOf(LoggedEvent one, Visit visit) =>
    [
        new(visit.Texts.Moment(one.CreatedAt.InZone(visit.Zone ?? DateTimeZone.Utc))) { At = one.CreatedAt.Written() },
        one.Kind ?? one.Component, new(one.Subject, HrefOf(one.Subject)), one.Actor, one.Message ?? one.Data?.Text,
    ];

    static string? HrefOf(string? subject) => subject?.Split('/') switch
    {
        ["reservation", var id] => $"/console/reservations/{id}",
        ["client", var id] => $"/console/clients/{id}",
        ["provider", var id] => $"/console/calendar?provider_ids={id}",
        _ => null,
    };
}
