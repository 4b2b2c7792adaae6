using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>What a field counts towards the cost of a request.</summary>
/// <param name="Cost">What it makes the database do, where a plain field is 1.</param>
/// <param name="Rows">How many rows it usually gives where no argument says so.</param>
sealed record Weight(int Cost = 1, int? Rows = null)
{
    static readonly Weight Plain = new();

    /// <summary>Says it of a field; where its input has a limit, that says how many rows there are.</summary>
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
