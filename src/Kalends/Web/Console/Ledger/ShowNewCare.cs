using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Ledger;

/// <summary>Shows the form that registers care.</summary>
static class ShowNewCare
{
    public const string Path = "/console/care-events/new";

    public static Task<Shown> Run(NoInput input, Visit visit) => Show(visit, why: null);

    public static Task<Shown> Again(NoInput input, Refused refused, Visit visit) => Show(visit, refused);

    static async Task<Shown> Show(Visit visit, Refused? why)
    {
        var (call, texts, ledger) = (visit.Call, visit.Texts, visit.Texts.Ledger);
        var now = call.Now.InZone(CareRows.ZoneOf(call));
        var faults = FieldFault.Of(why, texts);
        // The time is sent as a day and a time of day, and refused as one.
        Field.Seen WithFault(Field.Seen field) => field with
        {
            Fault = faults.FirstOrDefault(fault =>
                fault.Field == field.Name || (fault.Field == "starts_at" && field.Name == "time")),
        };
        return Sheet.Page(visit, new Sheet.Seen(ledger.RegisterCare)
        {
            Why = why is null ? null : texts.Sentence(why),
            Acts = [new(Path, ledger.RegisterNow)
            {
                About = ledger.RegisterAbout,
                Fields = [.. ((Field.Seen[])
                [
                    await Caregivers.Field(ledger.Caregiver, call),
                    await CareTypes.Field(ledger.CareType, call),
                    new("date", texts.Console.Date, Languages.Texts.IsoDate(now.Date))
                    {
                        Type = "date",
                        Required = true,
                    },
                    new("time", ledger.Time, texts.Time(now))
                    {
                        Type = "time",
                        Required = true,
                        Hint = texts.Filled(ledger.ZoneFormat, now.Zone.Id),
                    },
                ]).Select(WithFault)],
            }],
        });
    }
}
