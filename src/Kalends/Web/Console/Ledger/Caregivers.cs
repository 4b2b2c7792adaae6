using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Web.Console.Ledger;

/// <summary>The caregivers whose care the visitor may see, as the choices of a field.</summary>
static class Caregivers
{
    // A longer list is no help to anybody; then the number of a provider is typed.
    const int Max = 200;

    /// <summary>A field that chooses a caregiver.</summary>
    public static async Task<Field.Seen> Field(string label, Call call, string? none = null)
    {
        var found = await call.Read(session => session.All(
            Find,
            row => new Field.Choice(
                row.Long("id").ToString(CultureInfo.InvariantCulture),
                $"{row.Text("first_name")} {row.Text("last_name")}".Trim()),
            call.Scope.With(("limit", Max + 1))).AsTask());
        var field = new Field.Seen("caregiver_id", label) { Required = none is null };
        return found.Count > Max
            ? field with { Type = "number", Min = "1" }
            : field with { Choices = none is null ? found : [new Field.Choice("", none), .. found] };
    }

    static readonly Sql Find = new("""
        SELECT p.id, p.first_name, p.last_name
        FROM public_providers p
        WHERE p.deleted_at IS NULL AND (@all OR p.organisation_id = @organisation OR p.owner_user_id = @owner)
        ORDER BY p.last_name, p.first_name, p.id
        LIMIT @limit
        """);
}
