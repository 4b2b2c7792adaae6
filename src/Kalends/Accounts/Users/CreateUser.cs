using Kalends.Accounts.Public;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Accounts.Users;

/// <summary>Creates a user who may sign in.</summary>
static class CreateUser
{
    public const int NameMax = 100;

    /// <param name="Username">
    /// The name to sign in with, shown in lower case; unique regardless of case, the encoding of accents and the width
    /// of letters.
    /// </param>
    /// <param name="Password">
    /// At least 8 characters, and none of the most common passwords or one that resembles them.
    /// </param>
    /// <param name="Roles">One or more of client, provider, manager, accountant, admin.</param>
    /// <param name="OrganisationId">The organisation that a manager manages.</param>
    public sealed record Input(
        [Text(1, NameMax)] string Username,
        [Text(8, 200, Secret = true)] string Password,
        [Count(1, 5)] IReadOnlyList<Role> Roles,
        [Id] long? OrganisationId = null);

    public static Task<Answer<UserView>> Run(Input input, Call call)
    {
        CheckName(input.Username, "username");
        NewPassword.Check(input.Password, "password", input.Username, call);
        var user = new User(
            TimedId.New(call.Now), input.Username.ToLowerInvariant(), Passwords.Hash(input.Password),
            All(input.Roles), input.OrganisationId);
        return call.Write(session => Store(session, call, user));
    }

    public static void CheckName(string name, string member)
    {
        // Some letters expand to whole phrases.
        if (!Spelling.HasRoom(User.Normalised(name), NameMax))
            throw Refused.Invalid(
                $"/{member}", FaultCode.TooLong, $"{member} has letters that stand for too many others.");
    }

    /// <summary>Stores a user whose password is already hashed, or a service account.</summary>
    public static async Task<UserView> Store(Session session, Call call, User user, bool isDemo = false)
    {
        await CheckOrganisation(session, user.OrganisationId);
        var made = await session.Run(Insert,
            ("id", user.Id), ("username", user.Username), ("key", User.Normalised(user.Username)),
            ("hash", user.PasswordHash), ("roles", (int)user.Roles), ("organisation", user.OrganisationId),
            ("now", call.Now), ("demo", isDemo ? 1L : 0L));
        if (made == 0)
            throw AccountsErrors.UsernameTaken.Refused();

        await EventLog.Append(session, call, user.Event("created"));
        return user.View();
    }

    public static Roles All(IReadOnlyList<Role> roles) =>
        roles.Aggregate(Roles.None, (all, role) => all | (Roles)(1 << (int)role));

    public static async Task CheckOrganisation(Session session, long? id)
    {
        if (id is not null && await session.Number(FindOrganisation, ("id", id)) is null)
            throw Refused.Invalid("/organisation_id", FaultCode.UnknownOrganisation, "There is no such organisation.");
    }

    static readonly Sql FindOrganisation = new("SELECT id AS n FROM organisations WHERE id = @id");

    static readonly Sql Insert = new("""
        INSERT INTO users (id, username, username_key, password_hash, roles, organisation_id, created_at, is_demo)
        VALUES (@id, @username, @key, @hash, @roles, @organisation, @now, @demo)
        ON CONFLICT (username_key) DO NOTHING
        """);
}
