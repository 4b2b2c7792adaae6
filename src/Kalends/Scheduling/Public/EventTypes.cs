using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>A hook: the kinds of care that services and policies may name.</summary>
/// <param name="Find">
/// A statement that yields a number <c>n</c> if the event type <c>@id</c> exists, and keeps it until the transaction
/// ends.
/// </param>
sealed record EventTypes(Sql Find);
