using Kalends.Web.Languages.Calendars;
using Kalends.Web.Languages.Console;
using Kalends.Web.Languages.Hours;
using Kalends.Web.Languages.Ledger;
using Kalends.Web.Languages.Log;
using Kalends.Web.Languages.Moderation;
using Kalends.Web.Languages.Offers;
using Kalends.Web.Languages.Reports;
using Kalends.Web.Languages.Settings;

namespace Kalends.Web.Languages;

/// <summary>The texts of the pages in one language; the compiler refuses a language that lacks one.</summary>
sealed partial record Texts
{
    /// <summary>All languages; the first is for visitors who read none of them.</summary>
    public static readonly IReadOnlyList<Texts> All = [English.Texts, German.Texts, Swedish.Texts];

    public required string Tag { get; init; }
    public required string Name { get; init; }
    public required string DayPattern { get; init; }
    public required string BriefDayPattern { get; init; }
    public required string MonthPattern { get; init; }
    public required string SkipToContent { get; init; }
    public required string MainNavigation { get; init; }
    public required string Book { get; init; }
    public required string MyAppointments { get; init; }
    public required string SignIn { get; init; }
    public required string SignOut { get; init; }
    public required string Username { get; init; }
    public required string Password { get; init; }
    public required string LanguageLabel { get; init; }
    public required string Guide { get; init; }
    public required string TellOperator { get; init; }
    public required string StartTitle { get; init; }
    public required string StartLead { get; init; }
    public required string ForDevelopers { get; init; }
    public required string GuideAbout { get; init; }
    public required string RestApi { get; init; }
    public required string RestApiAbout { get; init; }
    public required string GraphQLAbout { get; init; }
    public required string HealthAbout { get; init; }
    public required string FindTitle { get; init; }
    public required string SkillOrName { get; init; }
    public required string Any { get; init; }
    public required string CostMax { get; init; }
    public required string FreeUntil { get; init; }
    public required string Order { get; init; }
    public required string OrderSoonest { get; init; }
    public required string OrderPrice { get; init; }
    public required string OrderRating { get; init; }
    public required string Search { get; init; }
    public required string NobodyFound { get; init; }
    public required string More { get; init; }
    public required string Skills { get; init; }
    public required string AllTimes { get; init; }
    public required string AllTimesFormat { get; init; }
    public required string NoTimesSoon { get; init; }
    public required string RatingFormat { get; init; }
    public required string PerDayFormat { get; init; }
    public required string MinutesFormat { get; init; }
    public required string Services { get; init; }
    public required string OnSite { get; init; }
    public required string Video { get; init; }
    public required string Phone { get; init; }
    public required string TimesIn { get; init; }
    public required string Change { get; init; }
    public required string ChooseDay { get; init; }
    public required string PreviousMonth { get; init; }
    public required string NextMonth { get; init; }
    public required string NoTimesInMonth { get; init; }
    public required string NoTimesOnDay { get; init; }
    public required string ChosenTitle { get; init; }
    public required string TimeGone { get; init; }
    public required string NearestTimes { get; init; }
    public required string OtherTimes { get; init; }
    public required string With { get; init; }
    public required string Service { get; init; }
    public required string Place { get; init; }
    public required string When { get; init; }
    public required string NameWhy { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Optional { get; init; }
    public required string HoldAbout { get; init; }
    public required string Hold { get; init; }
    public required string Appointment { get; init; }
    public required string HeldUntilFormat { get; init; }
    public required string Confirm { get; init; }
    public required string Move { get; init; }
    public required string UntilNow { get; init; }
    public required string KeepTime { get; init; }
    public required string CalendarFile { get; init; }
    public required string Cancel { get; init; }
    public required string CancelAbout { get; init; }
    public required string CancelNow { get; init; }
    public required string CancelReason { get; init; }
    public required string BookAgain { get; init; }
    public required string NoAppointments { get; init; }
    public required string Ahead { get; init; }
    public required string Past { get; init; }
    public required string Held { get; init; }
    public required string Confirmed { get; init; }
    public required string Completed { get; init; }
    public required string NoShow { get; init; }
    public required string Expired { get; init; }
    public required string Cancelled { get; init; }
    public required string Email { get; init; }
    public required string GuestWhy { get; init; }
    public required string OrSignIn { get; init; }
    public required string SendCode { get; init; }
    public required string SendCodeAgain { get; init; }
    public required string CodeTitle { get; init; }
    public required string CodeSentFormat { get; init; }
    public required string Code { get; init; }
    public required string DoneTitle { get; init; }
    public required string DoneVerified { get; init; }
    public required string DonePasswordSet { get; init; }
    public required string DoneUnsubscribed { get; init; }
    public required string DoneCancelled { get; init; }
    public required string DoneReviewed { get; init; }
    public required string VerifyTitle { get; init; }
    public required string VerifyAbout { get; init; }
    public required string VerifyNow { get; init; }
    public required string UnsubscribeTitle { get; init; }
    public required string UnsubscribeAbout { get; init; }
    public required string UnsubscribeNow { get; init; }
    public required string NewPasswordTitle { get; init; }
    public required string NewPasswordAbout { get; init; }
    public required string NewPassword { get; init; }
    public required string SetPassword { get; init; }
    public required string ReviewTitle { get; init; }
    public required string ReviewRating { get; init; }
    public required string ReviewComment { get; init; }
    public required string SendReview { get; init; }
    public required string HeadingNotFound { get; init; }
    public required string HeadingForbidden { get; init; }
    public required string HeadingBusy { get; init; }
    public required string HeadingInternal { get; init; }
    public required string HeadingRefused { get; init; }
    public required string FaultRequired { get; init; }
    public required string FaultTooLong { get; init; }
    public required string FaultInvalid { get; init; }

    public required ConsoleTexts Console { get; init; }
    public required CalendarsTexts Calendars { get; init; }
    public required HoursTexts Hours { get; init; }
    public required OffersTexts Offers { get; init; }
    public required ModerationTexts Moderation { get; init; }
    public required LogTexts Log { get; init; }
    public required LedgerTexts Ledger { get; init; }
    public required SettingsTexts Settings { get; init; }
    public required ReportTexts Reports { get; init; }

    /// <summary>The sentences of refusals by their codes; others are told in the words of the API.</summary>
    public required IReadOnlyDictionary<string, string> Refusals { get; init; }
}
