

namespace Kalends.Accounts.Public;

/// <summary>The caller.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Username">The name to sign in with.</param>
/// <param name="Roles">Any of client, provider, manager, accountant, admin.</param>
/// <param name="OrganisationId">The organisation a manager manages.</param>
/// <param name="ClientId">The client that the caller is.</param>
/// <param name="ProviderId">The provider that the caller is.</param>
sealed record Me(
    string Id, string Username, IReadOnlyList<string> Roles, long? OrganisationId, long? ClientId, long? ProviderId);
