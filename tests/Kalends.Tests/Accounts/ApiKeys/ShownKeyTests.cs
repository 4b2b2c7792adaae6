using Kalends.Accounts.ApiKeys;
using Kalends.Platform.Calls;

namespace Kalends.Tests.Accounts.ApiKeys;

public sealed class ShownKeyTests
{
    static readonly Instant Now = Instant.FromUtc(2030, 1, 7, 9, 0);

    static readonly Instant?[] Ends = [null, Now - Duration.Epsilon, Now, Now + Duration.FromHours(1)];

    public static TheoryData<bool, bool, int, int> Cases => new(
        from revoked in (bool[])[false, true]
        from disabled in (bool[])[false, true]
        from expires in Enumerable.Range(0, Ends.Length)
        from replaced in Enumerable.Range(0, Ends.Length)
        select (revoked, disabled, expires, replaced));

    [Theory, MemberData(nameof(Cases))]
    public void A_secret_is_valid_as_long_as_nothing_has_ended_it(
        bool revoked, bool disabled, int expires, int replaced)
    {
        var (expiresAt, goodUntil) = (Ends[expires], Ends[replaced]);
        var shown = new ShownKey(
            new ApiKey(
                1, "u", "a key", "kal_000000", ["events:read"], Now, "u", null, expiresAt, revoked ? Now : null, null),
            Version: 1, goodUntil, RefusedAt: null, new Caller("u", Roles.Client, null), disabled);

        Assert.Equal(
            !revoked && !disabled && !(expiresAt <= Now) && !(goodUntil <= Now),
            shown.StateAt(Now) == KeyState.Valid);
        Assert.Equal(
            new[] { expiresAt, goodUntil }.Where(end => end is not null).Min(),
            shown.Until);
        Assert.Equal(shown.Until, shown.Caller.Until);
    }
}
