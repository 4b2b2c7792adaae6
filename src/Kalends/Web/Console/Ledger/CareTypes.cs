using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.Tariffs;

namespace Kalends.Web.Console.Ledger;

/// <summary>The kinds of care as the choices of a field.</summary>
static class CareTypes
{
    /// <summary>A field that chooses a kind of care, of the first hundred.</summary>
    /// <param name="label">The label.</param>
    /// <param name="call">The request.</param>
    /// <param name="none">The words for no choice; null if one must be made, among those that are not closed.</param>
    public static async Task<Field.Seen> Field(string label, Call call, string? none = null)
    {
        var found = await ListEventTypes.Run(new NoInput(), new PageRequest(100), call);
        var choices = found.Items.Where(type => none is not null || type.ClosedAt is null).Select(type =>
            new Field.Choice(type.Id.ToString(CultureInfo.InvariantCulture), $"{type.Name} ({type.Currency})"));
        return new Field.Seen("event_type_id", label)
        {
            Required = none is null,
            Choices = none is null ? [.. choices] : [new Field.Choice("", none), .. choices],
        };
    }
}
