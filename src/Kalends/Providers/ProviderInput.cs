using Kalends.Platform.Calls;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>The fields of a provider that a caller sets.</summary>
/// <param name="Name">The display name; by default the first and last name together.</param>
/// <param name="FirstName">The first name; by default the display name.</param>
/// <param name="LastName">The last name; empty if there is only one name.</param>
/// <param name="Skills">
/// The provider's skills, in the order in which they are shown; upper and lower case differ.
/// </param>
/// <param name="Cost">The cost of a day, in minor units of the currency; no price if left out.</param>
/// <param name="Currency">The currency of the cost (ISO 4217); by default the installation's currency.</param>
/// <param name="Availability">The days on which the provider could work; ranges may overlap.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="Languages">
/// The languages that the provider speaks, best first, as BCP 47 tags such as <c>en</c> or <c>pt-BR</c>.
/// </param>
/// <param name="Active">Whether searches find the provider and their slots can be reserved.</param>
/// <param name="Published">
/// Whether people without an account see the provider and book as guests; if left out, the organisation decides, or,
/// where it says nothing, the installation.
/// </param>
/// <param name="UserId">
/// The user who is this provider; only admins name other users, everybody else invites them.
/// </param>
/// <param name="OwnerUserId">
/// The user who may act for the provider; at first the caller, and others are invited.
/// </param>
/// <param name="OrganisationId">
/// The organisation whose managers may act for the provider; by default a manager's own. A provider joins or leaves an
/// organisation only with the consent of one of its managers.
/// </param>
sealed record ProviderInput(
    [Text(1, Profile.NameMax)] string? Name = null,
    [Text(1, Profile.NameMax)] string? FirstName = null,
    [Text(0, 100)] string LastName = "",
    [Count(0, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string>? Skills = null,
    [Number(0, Profile.CostMax)] long? Cost = null,
    [DetailOf(nameof(ProviderInput.Cost))][Text(3, 3)] string? Currency = null,
    [Count(0, Profile.RangesMax)] IReadOnlyList<DateRange>? Availability = null,
    [Text(1, 64)] string TimeZone = "UTC",
    [Count(0, 20)][Text(2, 35)] IReadOnlyList<string>? Languages = null,
    bool Active = true,
    bool? Published = null,
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The profile as the caller may create it, not stored yet.</summary>
    public Profile Enter(Call call)
    {
        Check();
        var ownership = new Ownership(
            UserId, OwnerUserId ?? call.Caller.UserId, OrganisationId ?? call.Scope.OrganisationId);
        ownership.RefuseUnlessAgreed(known: null, Signatory.Of(call));
        return Describe(call, new Profile(
            0, "", "", "", [], null, null, [], TimeZone, [], Active, Published, new Rating(0, 0), ownership.UserId,
            ownership.OwnerUserId, ownership.OrganisationId, call.Now, call.Now, Version: 1));
    }

    /// <summary>
    /// A known profile as the caller may replace it, not stored yet; an ownership that is left out stays.
    /// </summary>
    public Profile Replace(Profile known, Call call)
    {
        Check();
        return Tied(Describe(call, known) with
        {
            UserId = UserId ?? known.UserId,
            OwnerUserId = OwnerUserId ?? known.OwnerUserId,
            OrganisationId = OrganisationId ?? known.OrganisationId,
        }, known, call);
    }

    /// <summary>The same for a complete input: an ownership that is left out is removed.</summary>
    public Profile Rewrite(Profile known, Call call)
    {
        if (OwnerUserId is null)
            throw Refused.Invalid("/owner_user_id", FaultCode.Required, "A provider must have an owner.");
        Check();
        return Tied(Describe(call, known) with
        {
            UserId = UserId,
            OwnerUserId = OwnerUserId,
            OrganisationId = OrganisationId,
        }, known, call);
    }

    /// <summary>The present fields of a known provider.</summary>
    public static ProviderInput Of(Profile known) => new(
        known.Name, known.FirstName, known.LastName, known.Skills, known.Cost, known.Currency, known.Availability,
        known.TimeZone, known.Languages, known.Active, known.Published, known.UserId, known.OwnerUserId,
        known.OrganisationId);

    static Profile Tied(Profile changed, Profile known, Call call)
    {
        changed.OwnershipOf().RefuseUnlessAgreed(known.OwnershipOf(), Signatory.Of(call));
        return changed with { UpdatedAt = call.Now, Version = known.Version + 1 };
    }

    Profile Describe(Call call, Profile known) => known with
    {
        Name = Name ?? Joined,
        FirstName = FirstName ?? Name!,
        LastName = LastName,
        Skills = Skills ?? [],
        Cost = Cost,
        Currency = Cost is null ? null : Currency ?? call.Settings<ProvidersSettings>().Currency,
        Availability = Availability ?? [],
        TimeZone = TimeZone,
        Languages = Languages ?? [],
        Active = Active,
        Published = Published,
    };

    string Joined => $"{FirstName} {LastName}".Trim();

    void Check()
    {
        var errors = new ValidationErrors();
        if (Name is null && FirstName is null)
            errors.Add("/name", FaultCode.Required, "A provider must have a name or a first name.");
        if (Name is null && !Spelling.Fits(Joined, Profile.NameMax))
            errors.Add(
                "/name", FaultCode.TooLong, $"First and last name together have at most {Profile.NameMax} characters.");
        AddRepeated(errors, "skills", Skills ?? []);
        AddRepeated(errors, "languages", Languages ?? []);
        if (Currency is not null && Platform.Currency.Find(Currency) is null)
            errors.Add("/currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as EUR.");
        if (Currency is not null && Cost is null)
            errors.Add("/currency", ProvidersErrors.WithoutCost, "A currency requires a cost.");
        DateRange.AddReversed(errors, "availability", Availability);
        for (var i = 0; i < Languages?.Count; i++)
            if (!LanguageTag.IsOne(Languages[i]))
                errors.Add($"/languages/{i}", FaultCode.Format, "A language is a tag of BCP 47, such as en or pt-BR.");
        Zone.Check(errors, TimeZone);
        errors.ThrowIfAny();
    }

    /// <summary>Errors for values that a list has twice.</summary>
    public static void AddRepeated(ValidationErrors errors, string member, IReadOnlyList<string> texts)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < texts.Count; i++)
            if (!seen.Add(texts[i]))
                errors.Add($"/{member}/{i}", FaultCode.Repeated, "Each may be named once.");
    }
}
