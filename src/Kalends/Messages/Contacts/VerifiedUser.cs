using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Contacts;

/// <summary>What else happens when a user has verified an e-mail address, in the same transaction.</summary>
/// <param name="Run">Gets the id of the user and the address.</param>
sealed record VerifiedUser(Func<Session, Call, string, string, Task> Run);
