namespace Kalends.Commands;

/// <summary>How the program ends, as documented in operate.md.</summary>
enum ExitCode
{
    /// <summary>It did what it was asked to do.</summary>
    Done = 0,

    /// <summary>It refused or failed, for the reason on standard error.</summary>
    Refused = 1,

    /// <summary>The words on the command line mean nothing; nothing was done.</summary>
    Misused = 2,

    /// <summary><c>check</c> or <c>verify</c> found something.</summary>
    Found = 3,
}
