using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Which providers people without an account see: those who are active and open to all.</summary>
/// <remarks>
/// The first who says something decides: the provider, the organisation, the installation. So an organisation opens all
/// its providers, those who join later too, except those who are hidden.
/// </remarks>
static class Publication
{
    /// <summary>
    /// Refuses a provider whom this caller may not see as one who does not exist. Callers with a user see all.
    /// </summary>
    public static async Task Check(Session session, Call call, long providerId)
    {
        if (call.Scope.IsOfPublished && !await IsOf(session, call, providerId))
            throw ProvidersErrors.NoSuchProvider.Refused();
    }

    /// <summary>Whether people without an account see a provider.</summary>
    public static async Task<bool> IsOf(Session session, Call call, long providerId) =>
        await session.Number(Find, ("provider", providerId), ("open", Default(call))) is not null;

    /// <summary>The condition on <c>public_providers p</c> whom this caller sees; null if they see all.</summary>
    public static Func<Parameters, string>? ConditionFor(Call call)
    {
        var open = Default(call);
        return call.Scope.IsOfPublished ? given => Condition(given.Add(open)) : null;
    }

    /// <summary>
    /// The condition on <c>public_providers p</c> who are open to all.
    /// </summary>
    /// <param name="open">The placeholder of what the installation says, by <see cref="Default"/>.</param>
    public static string Condition(string open) => $"""
        {Profile.Listed} AND COALESCE(p.published, (
            SELECT b.published FROM public_publications b WHERE b.organisation_id = p.organisation_id), {open}) = 1
        """;

    /// <summary>What the installation says of providers of whom nobody else says anything.</summary>
    public static long Default(Call call) => call.Settings<ProvidersSettings>().Published ? 1 : 0;

    static readonly Sql Find = new($"""
        SELECT p.id AS n
        FROM public_providers p
        WHERE p.id = @provider AND {Condition("@open")}
        """);
}
