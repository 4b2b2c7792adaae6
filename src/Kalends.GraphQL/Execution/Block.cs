using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>Rows together with the fields selected on them and the results of the object fields.</summary>
sealed class Block(PlanSet set, Rows rows)
{
    public PlanSet Set { get; } = set;

    public Rows Rows { get; } = rows;

    /// <summary>
    /// The results of the first phase, one entry for each field of the set; null for plain leaf fields.
    /// </summary>
    public FieldState?[] State { get; } = set.NeedsResolving ? new FieldState?[set.Fields.Length] : [];
}

/// <summary>The failure of a whole field: every row gets this error.</summary>
sealed class Failed(Exception error) : FieldState
{
    public Exception Error { get; } = error;
}

/// <summary>The objects that a field returned, with the fields selected on each of their types.</summary>
sealed class Objects : FieldState
{
    readonly Written[] _written;

    public Objects(Column column, PlanField plan)
    {
        Column = column;
        Blocks = new Block[column.Parts.Length];
        for (var i = 0; i < Blocks.Length; i++)
        {
            var rows = column.Parts[i];
            Blocks[i] = new Block(plan.SetFor(rows.Type), rows);
        }
        _written = column.Shares ? new Written[column.Parents] : [];
    }

    public Column Column { get; }

    /// <summary>One block for each object type; nearly always there is only one.</summary>
    public Block[] Blocks { get; }

    /// <summary>The place in the output of the value that a parent owns, if that value is already written.</summary>
    public ref Written WrittenBy(int owner) => ref _written[owner];
}

/// <summary>The place of a shared value in the output; no longer valid once the output was rewound.</summary>
readonly record struct Written(int Start, int End, int Rewinds);
