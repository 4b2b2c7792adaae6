using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>The cost of a field, which counts towards the cost of a request.</summary>
/// <param name="Cost">The database work of the field, where a plain field is 1.</param>
/// <param name="Rows">The usual number of rows, if no argument sets it.</param>
sealed record Weight(int Cost = 1, int? Rows = null)
{
    static readonly Weight Plain = new();

    /// <summary>Applies the weight to a field; if its input has a limit, that is the number of rows.</summary>
    public static void Put(Weight? weight, FieldBuilder field, InputSchema input)
    {
        var (cost, rows) = weight ?? Plain;
        field.Cost(cost);
        if (input.Members.FirstOrDefault(IsLimit) is { } limit)
            field.Rows(rows ?? (int)limit.Default!, (int)limit.Value.Number!.Max, GraphInputs.NameOf(limit));
        else if (rows is { } usual)
            field.Rows(usual, usual);
    }

    static bool IsLimit(Member member) =>
        member is { Property: "Limit" or "First", Default: int, Value.Number: not null };
}
