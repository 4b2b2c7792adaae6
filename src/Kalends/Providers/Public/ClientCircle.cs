using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// A hook: the clients that the owner of a provider deals with, and so may see. Both statements return a column
/// <c>id</c> for the user <c>@owner</c>.
/// </summary>
/// <param name="Among">Selects these clients among the clients <c>@ids</c>.</param>
/// <param name="After">Selects the first <c>@limit</c> of them above <c>@after</c>, in ascending order.</param>
sealed record ClientCircle(Sql Among, Sql After);
