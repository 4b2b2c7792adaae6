using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Stores profiles in the tables of the directory, for all use cases that change one.</summary>
static class ProfileStore
{
    /// <summary>
    /// A profile that the caller may change, in the version that they know, with its row locked, so that two changes at
    /// once run one after the other. A use case that may change the organisation or deletes the provider locks the
    /// calendar too.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="call">The call that makes the change.</param>
    /// <param name="id">The id of the provider.</param>
    /// <param name="ifMatch">The ETag that the caller knows.</param>
    /// <param name="withCalendar">Whether the calendar is held too.</param>
    /// <param name="mayLeave">Whether the user who is the provider may do this, whoever keeps the profile.</param>
    public static async Task<Profile> FindToChange(
        Session session, Call call, long id, string? ifMatch, bool withCalendar = false, bool mayLeave = false)
    {
        // Other callers may read a provider. A caller who may not change it is told that there is none to change.
        if (await Hold(session, call, id, withCalendar) is not { } known
            || !(call.Scope.CoversProvider(known.OwnershipOf()) || (mayLeave && known.UserId == call.Caller.UserId)))
            throw ProvidersErrors.NoSuchProvider.Refused();
        EntityTag.Check(ifMatch, known.Version);
        return known;
    }

    /// <summary>A profile; null if there is none.</summary>
    public static ValueTask<Profile?> Look(Session session, long id) => session.One(Find, Profile.Read, ("id", id));

    /// <summary>A profile, locked until the end of the transaction; null if there is none.</summary>
    public static async Task<Profile?> Hold(Session session, Call call, long id, bool withCalendar)
    {
        // The calendar is locked first, in the same order as by reservations.
        if (withCalendar)
            foreach (var calendar in call.Hooks<ProviderCalendar>())
                calendar.Hold(session, id);
        return await session.Number(HoldRow, ("id", id)) is null ? null : await Look(session, id);
    }

    /// <summary>Replaces a known profile and appends the event; the caller holds its row.</summary>
    public static async Task<Profile> Change(
        Session session, Call call, Profile known, Profile changed, string verb)
    {
        if (changed.OwnershipOf() != known.OwnershipOf())
        {
            await changed.OwnershipOf().Check(session);
            await VoidInvitations.ToProvider(session, known.Id);
        }
        if (changed.UserId is not null && changed.UserId != known.UserId
            && await session.Number(FindByUser, ("user", changed.UserId)) is not null)
            throw ProvidersErrors.UserIsProvider.Refused();

        if (changed.OwnershipOf().LeavesKeepersOf(known.OwnershipOf()))
            await ProviderLog.Append(session, call, known.Event("left") with { Data = known.OwnershipOf() });
        await Update(session, call, changed);
        if (changed.OrganisationId != known.OrganisationId)
            foreach (var calendar in call.Hooks<ProviderCalendar>())
                await calendar.Move(session, call, changed.Id, changed.OrganisationId);
        await ProviderLog.Append(session, call, changed.Event(verb).WithChanges(known, changed));
        return changed;
    }

    /// <summary>Inserts a profile; null if its user is another provider already.</summary>
    public static async ValueTask<Profile?> Insert(Session session, Call call, Profile entered)
    {
        if (await session.Number(InsertRow, Values(entered)) is not { } id)
            return null;
        var stored = entered with { Id = id };
        await InsertLists(session, call, stored);
        return stored;
    }

    static async ValueTask Update(Session session, Call call, Profile changed)
    {
        await session.Run(UpdateRow, Values(changed));
        foreach (var list in Lists)
            await session.Enqueue(list, ("provider", changed.Id));
        await InsertLists(session, call, changed);
    }

    static async ValueTask InsertLists(Session session, Call call, Profile profile)
    {
        await InsertSkills(session, profile);
        for (var i = 0; i < profile.Languages.Count; i++)
            await session.Enqueue(InsertLanguage,
                ("provider", profile.Id), ("position", i), ("tag", profile.Languages[i]));
        for (var i = 0; i < profile.Availability.Count; i++)
            await session.Enqueue(InsertRange, ("provider", profile.Id), ("position", i),
                ("from", profile.Availability[i].FromDate), ("to", profile.Availability[i].ToDate));
        foreach (var range in DateRange.Merged(profile.Availability))
            await session.Enqueue(InsertDays,
                ("provider", profile.Id), ("from", range.FirstDay()), ("to", range.LastDay()),
                ("node", DaysTree.NodeOf(range)));
        foreach (var index in call.Hooks<ProfileIndex>())
            await index.Store(session, profile);
    }

    static async ValueTask InsertSkills(Session session, Profile profile)
    {
        var ids = await Skills.Enter(session, profile.Skills);
        for (var i = 0; i < profile.Skills.Count; i++)
            await session.Enqueue(InsertSkill,
                ("provider", profile.Id), ("position", i), ("skill", ids[profile.Skills[i]]));
    }

    static (string, object?)[] Values(Profile profile) =>
    [
        ("id", profile.Id), ("name", profile.Name), ("first", profile.FirstName), ("last", profile.LastName),
        ("cost", profile.Cost), ("currency", profile.Currency), ("zone", profile.TimeZone),
        ("active", profile.Active ? 1L : 0L), ("published", profile.Published is { } open ? open ? 1L : 0L : null),
        ("user", profile.UserId), ("owner", profile.OwnerUserId),
        ("organisation", profile.OrganisationId), ("created", profile.CreatedAt), ("updated", profile.UpdatedAt),
        ("version", profile.Version),
    ];

    static readonly Sql FindByUser = new("SELECT id AS n FROM providers WHERE user_id = @user");

    static readonly Sql HoldRow = new("SELECT id AS n FROM providers WHERE id = @id AND deleted_at IS NULL {lock}");

    static readonly Sql Find = new($"""
        SELECT {Profile.Columns}
        FROM providers p
        WHERE p.id = @id AND p.deleted_at IS NULL
        """);

    static readonly Sql InsertRow = new("""
        INSERT INTO providers
            (name, first_name, last_name, cost, currency, time_zone, active, published, user_id, owner_user_id,
             organisation_id, created_at, updated_at)
        VALUES (@name, @first, @last, @cost, @currency, @zone, @active, @published, @user, @owner, @organisation,
                @created, @updated)
        ON CONFLICT (user_id) DO NOTHING
        RETURNING id AS n
        """);

    static readonly Sql UpdateRow = new("""
        UPDATE providers
        SET name = @name, first_name = @first, last_name = @last, cost = @cost, currency = @currency,
            time_zone = @zone, active = @active, published = @published, user_id = @user, owner_user_id = @owner,
            organisation_id = @organisation, updated_at = @updated, version = @version
        WHERE id = @id
        """);

    static readonly Sql[] Lists =
    [
        new("DELETE FROM provider_skills WHERE provider_id = @provider"),
        new("DELETE FROM provider_languages WHERE provider_id = @provider"),
        new("DELETE FROM provider_availability WHERE provider_id = @provider"),
        new("DELETE FROM provider_days WHERE provider_id = @provider"),
    ];

    static readonly Sql InsertSkill = new("""
        INSERT INTO provider_skills (provider_id, position, skill_id)
        VALUES (@provider, @position, @skill)
        """);

    static readonly Sql InsertLanguage = new("""
        INSERT INTO provider_languages (provider_id, position, tag)
        VALUES (@provider, @position, @tag)
        """);

    static readonly Sql InsertRange = new("""
        INSERT INTO provider_availability (provider_id, position, from_date, to_date)
        VALUES (@provider, @position, @from, @to)
        """);

    static readonly Sql InsertDays = new("""
        INSERT INTO provider_days (provider_id, from_day, to_day, node)
        VALUES (@provider, @from, @to, @node)
        """);
}
