using System.Globalization;
using Kalends.Directory.Search;
using Kalends.Platform.Storage;
using Kalends.Scheduling;
using NodaTime.Text;

namespace Kalends.Web.Languages;

/// <summary>How a language writes times, amounts and states.</summary>
sealed partial record Texts
{
    static readonly string[] Spoken =
        ["ar", "da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "sv", "tr", "uk", "zh"];

    CultureInfo Culture => field ??= CultureInfo.GetCultureInfo(Tag);

    /// <summary>The days of the week from Monday on, in full and in brief.</summary>
    public IReadOnlyList<(string Name, string Brief)> Weekdays => field ??= Enumerable.Range(1, 7)
        .Select(day => (Culture.DateTimeFormat.DayNames[day % 7], Culture.DateTimeFormat.AbbreviatedDayNames[day % 7]))
        .ToList();

    /// <summary>Languages that providers speak, each by its own name.</summary>
    public IReadOnlyList<(string Tag, string Name)> SpokenLanguages => field ??= Spoken
        .Select(tag => (tag, LanguageName(tag))).OrderBy(one => one.Item2, StringComparer.Ordinal).ToList();

    /// <summary>The orders of a search, as words of the API and as people read them.</summary>
    public IReadOnlyList<(string Word, string Name)> Orders => field ??=
    [
        (EnumText.Of(ProviderSort.NextFree), OrderSoonest), (EnumText.Of(ProviderSort.Cost), OrderPrice),
        (EnumText.Of(ProviderSort.Rating), OrderRating),
    ];

    public string Day(LocalDate date) => date.ToDateOnly().ToString(DayPattern, Culture);

    public string Month(YearMonth month) => month.OnDayOfMonth(1).ToDateOnly().ToString(MonthPattern, Culture);

    public string Time(ZonedDateTime at) => LocalTimePattern.Create("HH:mm", Culture).Format(at.TimeOfDay);

    /// <summary>From when to when; only the start if the end is not known.</summary>
    public string Times(ZonedDateTime starts, ZonedDateTime? ends) =>
        ends is { } end ? $"{Time(starts)}–{Time(end)}" : Time(starts);

    public string Moment(ZonedDateTime at) => $"{Day(at.Date)}, {Time(at)}";

    public string BriefMoment(ZonedDateTime at) =>
        $"{at.Date.ToDateOnly().ToString(BriefDayPattern, Culture)}, {Time(at)}";

    /// <summary>The date as addresses and fields of forms have it.</summary>
    public static string IsoDate(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string IsoDate(DateOnly date) => IsoDate(LocalDate.FromDateOnly(date));

    public string Zone(DateTimeZone zone) => $"{TimesIn} {zone.Id.Replace('_', ' ')}";

    public string Minutes(int minutes) => string.Format(Culture, MinutesFormat, minutes);

    public string HeldUntil(string time) => string.Format(Culture, HeldUntilFormat, time);

    public string CodeSent(string email) => string.Format(Culture, CodeSentFormat, email);

    public string AllTimesOf(string name) => string.Format(Culture, AllTimesFormat, name);

    public string Rating(decimal mean, long count) =>
        string.Format(Culture, RatingFormat, mean.ToString("0.0", Culture), count);

    public string EveryWeeks(int weeks) => string.Format(Culture, Hours.EveryWeeksFormat, weeks);

    public string Stars(decimal rating) => rating.ToString("0.0", Culture);

    public string Moved(ZonedDateTime from, ZonedDateTime to) =>
        string.Format(Culture, Calendars.MovedFormat, Moment(from), Moment(to));

    /// <summary>What the hours of a day have become, and how many appointments lie outside of them.</summary>
    public string Stretched(string name, LocalDate day, string hours, int outside)
    {
        var stretched = string.Format(Culture, Calendars.StretchedFormat, name, Day(day), hours);
        return outside == 0
            ? stretched
            : $"{stretched} {string.Format(Culture, Calendars.StretchedOutsideFormat, outside)}";
    }

    public string PerDay(string money) => string.Format(Culture, PerDayFormat, money);

    /// <summary>An amount in minor units, with the code of its currency.</summary>
    public string Money(long minor, string currency)
    {
        var decimals = Currency.Find(currency)?.Exponent ?? 2;
        var amount = minor / (decimal)Math.Pow(10, decimals);
        return $"{amount.ToString($"N{decimals}", Culture)} {currency}";
    }

    /// <summary>A language by its own name; its tag if it has none.</summary>
    public static string LanguageName(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).NativeName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    public string Mode(ServiceMode mode) => mode switch
    {
        ServiceMode.OnSite => OnSite,
        ServiceMode.Video => Video,
        ServiceMode.Phone => Phone,
    };

    public string State(ReservationState state) => state switch
    {
        ReservationState.Held => Held,
        ReservationState.Confirmed => Confirmed,
        ReservationState.Completed => Completed,
        ReservationState.NoShow => NoShow,
        ReservationState.Expired => Expired,
        ReservationState.Cancelled => Cancelled,
    };

    /// <summary>A refusal in a few words.</summary>
    public string Heading(Refused refused) => refused.Reason switch
    {
        Reason.NotFound => HeadingNotFound,
        Reason.Forbidden => HeadingForbidden,
        Reason.Busy or Reason.TooMany => HeadingBusy,
        Reason.Internal => HeadingInternal,
        _ => HeadingRefused,
    };

    public string Sentence(Refused refused) => Refusals.GetValueOrDefault(refused.Code) ?? refused.Message;

    /// <summary>What is wrong with a field.</summary>
    public string Sentence(Fault fault) => fault.Code switch
    {
        FaultCode.Required => FaultRequired,
        FaultCode.TooLong => FaultTooLong,
        _ => FaultInvalid,
    };
}
