using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>A provider in the words of the original appointment service, which knows no more of one.</summary>
/// <param name="Id">Names it; the provider's id.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name; empty where there is only one.</param>
sealed record Therapist(long Id, string FirstName, string LastName)
{
    public const string Columns = "p.id, p.first_name, p.last_name";

    public static Therapist Read(Row row) => new(row.Long("id"), row.Text("first_name"), row.Text("last_name"));
}
