

namespace Kalends.Accounts.Public;

/// <summary>The caller.</summary>
/// <param name="Id">The user's UUID.</param>
/// <param name="Username">The name to sign in with.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation that a manager manages.</param>
/// <param name="ClientId">The client record of the caller.</param>
/// <param name="ProviderId">The provider record of the caller.</param>
sealed record Me(
    string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId, long? ClientId, long? ProviderId);
