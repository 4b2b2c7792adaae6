using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A provider in the terms of the original appointment service, which has only these fields.</summary>
/// <param name="Id">The id, which is the provider's id.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty if there is only one name.</param>
sealed record Therapist(long Id, string FirstName, string LastName)
{
    public const string Columns = "p.id, p.first_name, p.last_name";

    public static Therapist Read(Row row) => new(row.Long("id"), row.Text("first_name"), row.Text("last_name"));
}
