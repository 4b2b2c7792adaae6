namespace Kalends.Reimbursements;

/// <summary>The refusals of the ledger.</summary>
static class ReimbursementsErrors
{
    public static readonly Refusal NoSuchCaregiver = Refusal.NotFound("caregiver");
    public static readonly Refusal NoSuchEventType = Refusal.NotFound("event type");
    public static readonly Refusal NoSuchCareEvent = Refusal.NotFound("care event");
    public static readonly Refusal NoSuchRemittance = Refusal.NotFound("remittance");

    public static readonly Refusal NotYourCaregiver = Refusal.Forbidden("This caregiver is not yours.");

    public static readonly Refusal EventTypeNameTaken =
        Refusal.Conflict("name_taken", "An event type of this name exists.");
    public static readonly Refusal TariffExists =
        Refusal.Conflict("tariff_exists", "The event type already has a tariff from this time.");
    public static readonly Refusal EventTypeClosed = Refusal.Conflict("event_type_closed", "The event type is closed.");
    public static readonly Refusal ClosedBeforeCare =
        Refusal.Conflict("event_type_closed", "The event type was closed before this care.");
    public static readonly Refusal ClosedAlready =
        Refusal.Conflict("already_closed", "This event type is closed already.");
    public static readonly Refusal EventTypeInUse =
        Refusal.Conflict("event_type_in_use", "Care events of this type exist. Close the type instead of deleting it.");

    public static readonly Refusal NoTariff =
        Refusal.Invalid("no_tariff", "No tariff of the event type was in force at starts_at.");
    public static readonly Refusal InTheFuture =
        Refusal.Invalid("in_the_future", "A care event cannot be registered before it takes place.");
    public static readonly Refusal TooLate =
        Refusal.Invalid("too_late", "Only accountants may register care that began more than {hours} hours ago.");
    public static readonly Refusal VisitTooLate = Refusal.Invalid(
        "too_late",
        "Only accountants may register the care of a reservation that began more than {days} days ago. The " +
        "reservation can be completed without an event type.");
    public static readonly Refusal AlreadyRegistered =
        Refusal.Conflict("already_registered", "This reservation already has a care event.");
    public static readonly Refusal SourceKeyTaken = Refusal.Conflict(
        "source_key_taken", "Another care event was registered under this source_key.",
        new Detail("differing", "string[]", "The members in which the two differ, for those who may see the other."));

    public static readonly Refusal AlreadyReimbursed =
        Refusal.Conflict("already_reimbursed", "This care event is reimbursed already.");
    public static readonly Refusal ReverseInstead =
        Refusal.Conflict("already_reimbursed", "It is reimbursed: reverse it instead.");
    public static readonly Refusal WasReimbursed =
        Refusal.Conflict(
            "was_reimbursed", "The care event was in a remittance that was reversed. Reverse the care event instead.");
    public static readonly Refusal BothKept =
        Refusal.Conflict("already_reversed", "A reversal and what it reverses are both kept.");
    public static readonly Refusal CareEventReversed =
        Refusal.Conflict("already_reversed", "This care event was reversed.");
    public static readonly Refusal RemittanceReversed =
        Refusal.Conflict("already_reversed", "This remittance was reversed.");
    public static readonly Refusal IsReversal =
        Refusal.Conflict("is_reversal", "A reversal cannot be reversed. Register the care event again.");

    public static readonly Refusal ReferenceTaken =
        Refusal.Conflict("reference_taken", "Another remittance has this reference.");
    public static readonly Refusal NotOpen = Refusal.Conflict(
        "not_open", "Some of these care events cannot be reimbursed.",
        new Detail("unknown", "integer[]", "The first ids that do not exist."),
        new Detail("reimbursed", "integer[]", "The first that are already reimbursed."));
    public static readonly Refusal Reversed = Refusal.Conflict(
        "reversed", "A care event and its reversal are reimbursed together, unless one of them is already.",
        new Detail("missing", "integer[]", "The first care events that the request lacks."));
    public static readonly Refusal NothingOpen =
        Refusal.Conflict("nothing_open", "No open care event matches the request.");
    public static readonly Refusal MixedCurrencies = Refusal.Conflict(
        "mixed_currencies", "A remittance has one currency: specify which.",
        new Detail("currencies", "string[]", "The currencies of the open care events."));

    public static readonly Refusal TooManyRows = new(
        Reason.TooLarge, "too_many_rows",
        "The report has more than {max} rows. Request fewer months or groups, or use REST.");

    /// <summary>Two ways to choose the care events are mixed.</summary>
    public const string EitherOr = "either_or";

    /// <summary>Two members with the same meaning are given; only one is allowed.</summary>
    public const string OneOfTwo = "one_of_two";

    /// <summary>A kind of care is given, although no care event is to be registered.</summary>
    public const string NotToRegister = "not_to_register";

    /// <summary>The given time is not far enough in the future.</summary>
    public const string NotInTheFuture = "not_in_the_future";

    /// <summary>The request needs a further member, because it would read too much without one.</summary>
    public const string TooWide = "too_wide";

    /// <summary>The basis of the report allows whole months only.</summary>
    public const string WholeMonthsOnly = "whole_months_only";
}
