using System.ComponentModel.DataAnnotations;

namespace Kalends;

/// <summary>What the server is: its database, what it serves, and whether it plays a demo.</summary>
sealed record ServerSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends";

    /// <summary>A path of a SQLite file, or a PostgreSQL connection string or URL.</summary>
    public string Database { get; init; } = "kalends.db";

    /// <summary>The modules that this process serves, separated by commas; all where none is named.</summary>
    public string Modules { get; init; } = "";

    /// <summary>Load demo data and demo users; on in the Development environment.</summary>
    public bool? Demo { get; init; }

    /// <summary>Take a demo's database over: its data stays, and the users of the demo are disabled.</summary>
    public bool KeepDemo { get; init; }

    /// <summary>Whether a start is a demo's: as it was told, or by default in development.</summary>
    public bool IsDemo(IHostEnvironment environment) => Demo ?? (environment.IsDevelopment() && !KeepDemo);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Demo == true && KeepDemo)
            yield return new ValidationResult("Demo and KeepDemo exclude each other: a demo goes on, or it ends.");
    }
}
