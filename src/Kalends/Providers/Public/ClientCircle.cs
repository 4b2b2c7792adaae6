using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// A hook: the clients that the owner of a provider has to do with, and so may see. Both statements yield a column
/// <c>id</c> for the user <c>@owner</c>.
/// </summary>
/// <param name="Among">Those of the clients <c>@ids</c>.</param>
/// <param name="After">The first <c>@limit</c> above <c>@after</c>, in ascending order.</param>
sealed record ClientCircle(Sql Among, Sql After);
