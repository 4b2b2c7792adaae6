namespace Kalends.Platform.Calls;

/// <summary>
/// Collects the errors of an input, so that a caller sees them all at once; of very many only the first are described.
/// </summary>
sealed class ValidationErrors
{
    /// <summary>The number of errors that are described; further ones are only counted.</summary>
    public const int ShownMax = 50;

    // Names may be as long as the request itself.
    const int NameMax = 100;

    readonly List<Fault> _found = [];

    /// <summary>The number of errors, described or not.</summary>
    public int Count { get; private set; }

    public void Add(string pointer, string code, string message) => Add(new Fault(pointer, null, code, message));

    public void AddParameter(string name, string code, string message) =>
        Add(new Fault(null, Shown(name), code, message));

    /// <summary>Counts one more error if no more are described, and returns whether it did.</summary>
    public bool CountIfFull()
    {
        if (Count < ShownMax)
            return false;
        Count++;
        return true;
    }

    public void ThrowIfAny()
    {
        if (Count > 0)
            throw Refused.Invalid(_found, notShown: Count - _found.Count);
    }

    /// <summary>A name that a caller sent, cut if it is longer than anybody would read.</summary>
    public static string Shown(string name) => name.Length <= NameMax ? name : name[..NameMax];

    void Add(Fault fault)
    {
        if (!CountIfFull())
        {
            _found.Add(fault);
            Count++;
        }
    }
}
