using Kalends.Platform.Calls;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>What is said of a provider: everything that a caller may decide.</summary>
/// <param name="Name">The name to show; first and last name together where it is left out.</param>
/// <param name="FirstName">The first name; the name to show where it is left out.</param>
/// <param name="LastName">The last name; empty where there is only one.</param>
/// <param name="Skills">What they can do, in the order in which to show it; upper and lower case differ.</param>
/// <param name="Cost">What a day costs, in minor units of the currency; no price is said where it is left out.</param>
/// <param name="Currency">What the cost is in (ISO 4217); the installation's currency where it is left out.</param>
/// <param name="Availability">When they could work; ranges may overlap.</param>
/// <param name="TimeZone">The IANA name of the zone that they live by.</param>
/// <param name="Languages">What they speak, best first, as tags of BCP 47 such as <c>en</c> or <c>pt-BR</c>.</param>
/// <param name="Active">Whether searches find them and their slots can be reserved.</param>
/// <param name="UserId">The user who is this provider; only admins name others, who are invited instead.</param>
/// <param name="OwnerUserId">The user who may act for them: at first the caller; others are invited.</param>
/// <param name="OrganisationId">
/// The organisation whose managers may act for them, a manager's own by default; nobody joins or leaves without one.
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
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The profile as the caller may enter it, not stored yet.</summary>
    public Profile Enter(Call call)
    {
        Check();
        var ownership = new Ownership(
            UserId, OwnerUserId ?? call.Caller.UserId, OrganisationId ?? call.Scope.OrganisationId);
        ownership.RefuseUnlessAgreed(known: null, Signatory.Of(call));
        return Describe(call, new Profile(
            0, "", "", "", [], null, null, [], TimeZone, [], Active, new Rating(0, 0), ownership.UserId,
            ownership.OwnerUserId, ownership.OrganisationId, call.Now, call.Now, Version: 1));
    }

    /// <summary>
    /// A known profile as the caller may replace it, not stored yet; its ownership stays where nothing is said.
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

    /// <summary>The same where all is said: an ownership that is left out is taken off.</summary>
    public Profile Rewrite(Profile known, Call call)
    {
        if (OwnerUserId is null)
            throw Refused.Invalid("/owner_user_id", FaultCode.Required, "A provider has an owner.");
        Check();
        return Tied(Describe(call, known) with
        {
            UserId = UserId,
            OwnerUserId = OwnerUserId,
            OrganisationId = OrganisationId,
        }, known, call);
    }

    /// <summary>All that is said of a known provider.</summary>
    public static ProviderInput Of(Profile known) => new(
        known.Name, known.FirstName, known.LastName, known.Skills, known.Cost, known.Currency, known.Availability,
        known.TimeZone, known.Languages, known.Active, known.UserId, known.OwnerUserId, known.OrganisationId);

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
    };

    string Joined => $"{FirstName} {LastName}".Trim();

    void Check()
    {
        var errors = new ValidationErrors();
        if (Name is null && FirstName is null)
            errors.Add("/name", FaultCode.Required, "A provider has a name, or a first name.");
        if (Name is null && !Spelling.Fits(Joined, Profile.NameMax))
            errors.Add(
                "/name", FaultCode.TooLong, $"First and last name together have at most {Profile.NameMax} characters.");
        AddRepeated(errors, "skills", Skills ?? []);
        AddRepeated(errors, "languages", Languages ?? []);
        if (Currency is not null && Platform.Currency.Find(Currency) is null)
            errors.Add("/currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as EUR.");
        if (Currency is not null && Cost is null)
            errors.Add("/currency", ProvidersErrors.WithoutCost, "A currency without a cost says nothing.");
        DateRange.AddReversed(errors, "availability", Availability);
        for (var i = 0; i < Languages?.Count; i++)
            if (!LanguageTag.IsOne(Languages[i]))
                errors.Add($"/languages/{i}", FaultCode.Format, "A language is a tag of BCP 47, such as en or pt-BR.");
        Zone.Check(errors, TimeZone);
        errors.ThrowIfAny();
    }

    /// <summary>Errors for what stands in a list twice.</summary>
    public static void AddRepeated(ValidationErrors errors, string member, IReadOnlyList<string> texts)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < texts.Count; i++)
            if (!seen.Add(texts[i]))
                errors.Add($"/{member}/{i}", FaultCode.Repeated, "Each may be named once.");
    }
}
