namespace Kalends.Accounts.Organisations;

/// <summary>An organisation, whose managers see its providers and clients, and no others.</summary>
/// <param name="Id">The id of the organisation.</param>
/// <param name="Name">The unique name.</param>
sealed record Organisation(long Id, string Name);
