using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>Rows together with what is selected on them and what the object fields gave.</summary>
sealed class Block(PlanSet set, Rows rows)
{
    public PlanSet Set { get; } = set;

    public Rows Rows { get; } = rows;

    /// <summary>What the first phase found, one entry for each field of the set; null for plain leaf fields.</summary>
    public FieldState?[] State { get; } = set.NeedsResolving ? new FieldState?[set.Fields.Length] : [];
}

/// <summary>The whole field failed: every row gets this error.</summary>
sealed class Failed(Exception error) : FieldState
{
    public Exception Error { get; } = error;
}

/// <summary>The objects that a field gave, with what is selected on those of each type.</summary>
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

    /// <summary>One for each type of object; nearly always there is one only.</summary>
    public Block[] Blocks { get; }

    /// <summary>Where the value that a parent owns stands in the output, if it is there already.</summary>
    public ref Written WrittenBy(int owner) => ref _written[owner];
}

/// <summary>Where a shared value stands in the output; no longer, once the output was rewound.</summary>
readonly record struct Written(int Start, int End, int Rewinds);
