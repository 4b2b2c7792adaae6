using Kalends.Accounts.Guessing;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Checks passwords as often as the brake allows, and only a few at a time.</summary>
sealed class PasswordChecks(GuessBrake brake, HashTurns turns, SigningKeys keys)
{
    /// <summary>Begins an attempt, or refuses it and says how long to wait.</summary>
    public async Task<Attempt> Begin(string username, Call call)
    {
        // All spellings of a name are one name.
        var (name, network) = (User.Normalised(username), Network.Of(call.Address));
        var answer = brake.Begin(name, network, isKnown: false);
        if (answer.MayBeKnown && await HasSignedIn(name, network, call))
            answer = brake.Begin(name, network, isKnown: true);
        return answer.Places is { } places
            ? new Attempt(brake, turns, places, network, call.Cancel)
            : throw AccountsErrors.TooManyFailures.Refused().Until(answer.Wait);
    }

    async Task<bool> HasSignedIn(string username, string network, Call call)
    {
        var known = await keys.Current();
        return await call.Read(async session =>
        {
            // A name that does not exist runs the same statements.
            var id = (await User.ByName(session, username))?.Id ?? "";
            foreach (var origin in known.Origins(id, network))
                if (await session.Number(FindSignIn, ("user", id), ("origin", origin)) is not null)
                    return true;
            return false;
        });
    }

    // Ended sign-ins count too: a user whose password was reset comes from the same address.
    static readonly Sql FindSignIn =
        new("SELECT 1 AS n FROM refresh_tokens WHERE user_id = @user AND origin = @origin LIMIT 1");
}

/// <summary>One attempt to sign in; only a failure uses up an attempt.</summary>
sealed class Attempt(
    GuessBrake brake, HashTurns turns, GuessBrake.Places places, string network, CancellationToken cancel)
    : IDisposable
{
    bool _isOver;

    /// <summary>
    /// Whether this is the password of a hash; without a hash it never is, but the check takes as long.
    /// </summary>
    public async Task<bool> Matches(string? hash, string password)
    {
        using var turn = await turns.Take(network, cancel);
        return Passwords.Match(hash, password);
    }

    /// <summary>Records that the password was wrong.</summary>
    public Refused Fail(Refused why)
    {
        _isOver = true;
        brake.Fail(places);
        return why;
    }

    /// <summary>Records that the password was right, so the failures before it were slips.</summary>
    public void Succeed()
    {
        _isOver = true;
        brake.GiveBack(places, forgives: true);
    }

    public void Dispose()
    {
        if (!_isOver)
            brake.GiveBack(places, forgives: false);
    }
}
