namespace Kalends.Scheduling;

/// <summary>The refusals of the appointment book.</summary>
static class SchedulingErrors
{
    static readonly Detail InTheWay =
        new("reservation", "InTheWay", "The reservation that is in the way, for those who may see it.");
    static readonly Detail Alternatives =
        new("alternatives", "SlotView[]", "Up to three free slots of the same provider, the earliest first.");
    static readonly Detail State = new("state", "ReservationState", "The state of the reservation.");
    static readonly Detail Allowed =
        new("allowed", "ReservationChange[]", "What the caller may do with the reservation now.");

    public static readonly Refusal NoSuchProvider = Refusal.NotFound("provider");
    public static readonly Refusal NoSuchOpening = Refusal.NotFound("opening");
    public static readonly Refusal NoSuchClosure = Refusal.NotFound("closure");
    public static readonly Refusal NoSuchSlot = Refusal.NotFound("slot");
    public static readonly Refusal NoSuchService = Refusal.NotFound("service");
    public static readonly Refusal NoSuchOffer = Refusal.NotFound("offer of this service");
    public static readonly Refusal NoSuchOrganisation = Refusal.NotFound("organisation");
    public static readonly Refusal NoSuchClient = Refusal.NotFound("client");
    public static readonly Refusal NoSuchClosedDay = Refusal.NotFound("closed day");
    public static readonly Refusal NoSuchExternalCalendar = Refusal.NotFound("external calendar");
    public static readonly Refusal NoSuchLink = Refusal.NotFound("link");
    public static readonly Refusal NoSuchFeed = Refusal.NotFound("calendar feed");
    public static readonly Refusal NoSuchReservation = Refusal.NotFound("reservation");
    public static readonly Refusal NoSuchAppointment = Refusal.NotFound("appointment");

    public static readonly Refusal NotYourCalendar = Refusal.Forbidden("This calendar is not yours.");
    public static readonly Refusal NotYourService =
        Refusal.Forbidden("Only the owner of the provider or a manager of the organisation keeps this service.");
    public static readonly Refusal OverlapForKeepers =
        Refusal.Forbidden("Only the keepers of the calendar may let two reservations of a client overlap.");

    public static readonly Refusal SlotTaken = Taken("Somebody else has this slot.");
    public static readonly Refusal SlotIsYours = Taken("You have this slot already.");
    public static readonly Refusal SlotIsTheClients = Taken("This client has this slot already.");
    public static readonly Refusal TimeTaken =
        Refusal.Conflict("slot_taken", "Another reservation has this time by now.", InTheWay);
    public static readonly Refusal SlotClosed =
        Refusal.Conflict("slot_closed", "The provider closed this time.", Alternatives);
    public static readonly Refusal SlotBegun = Refusal.Invalid("too_soon", "This slot has begun.");
    public static readonly Refusal TooSoon =
        Refusal.Invalid("too_soon", "A slot must be reserved at least {notice} minutes before it starts.");
    public static readonly Refusal TooFar =
        Refusal.Invalid("too_far", "A slot may be reserved at most {days} days ahead.");
    public static readonly Refusal NotOnStep =
        Refusal.Invalid("off_step", "Reservations start every {minutes} minutes from the start of an opening.");
    public static readonly Refusal Full = Refusal.Conflict(
        "limit_reached", "The provider takes no more reservations on this day or in this week.", Alternatives);
    public static readonly Refusal ClientLimit = Refusal.Conflict(
        "client_limit_reached", "A client has at most {max} live reservations with this provider.");
    public static readonly Refusal ServiceDoesNotFit = Refusal.Conflict(
        "service_does_not_fit", "The openings from this slot on are shorter than the service.", Alternatives);
    public static readonly Refusal ServiceOnly = Refusal.Conflict(
        "service_required", "This time is offered for some services only: name one of them as service_id.");
    public static readonly Refusal OverrideForKeepers =
        Refusal.Forbidden("Only callers who keep the calendar may override its policy.");
    public static readonly Refusal TooLateToMove = Refusal.Invalid(
        "too_late_to_move", "Clients move a reservation at least {notice} minutes before it starts.");
    public static readonly Refusal YouAreBusy =
        Refusal.Conflict("client_busy", "You have another reservation at this time.", InTheWay);
    public static readonly Refusal ClientBusy =
        Refusal.Conflict("client_busy", "The client has another reservation at this time.", InTheWay);
    public static readonly Refusal TooManyHolds =
        Refusal.Conflict("too_many_holds", "A client has at most {max} holds at once.");

    public static readonly Refusal HoldExpired =
        new(Reason.Gone, "hold_expired", "The hold has expired.", State, Allowed);
    public static readonly Refusal NotConfirmed = OfState("not_confirmed", "This reservation was never confirmed.");
    public static readonly Refusal AlreadyConfirmed =
        OfState("already_confirmed", "This reservation is confirmed already.");
    public static readonly Refusal NotMissed = OfState("not_missed", "This reservation is not marked as a no-show.");
    public static readonly Refusal AlreadyCancelled = OfState("already_cancelled", "This reservation was cancelled.");
    public static readonly Refusal AlreadyOver = OfState("already_over", "This appointment is over.");
    public static readonly Refusal AlreadyBegun =
        OfState("already_begun", "This appointment has begun: its provider can cancel it.");
    public static readonly Refusal AlreadyExtended = OfState("already_extended", "A hold is extended once.");
    public static readonly Refusal TooEarly =
        OfState("too_early", "The arrival is recorded from 12 hours before the start on.");
    public static readonly Refusal NotBegun = OfState("not_begun", "The appointment has not begun yet.");
    public static readonly Refusal NoShowStands =
        OfState("no_show_stands", "A no-show can be reinstated only within a day.");
    public static readonly Refusal SeenOnly = new(
        Reason.Forbidden, "forbidden", "You may see this reservation, but not change it in this way.", State, Allowed);
    public static readonly Refusal NotCompleted =
        Refusal.Conflict("not_completed", "This reservation is not completed.", State);

    public static readonly Refusal NotOfTheOwner = Refusal.Conflict(
        "not_of_the_owner", "Only the owner of a service, or a provider of the organisation that owns it, offers it.");
    public static readonly Refusal TooManyOffers =
        Refusal.Conflict("too_many_offers", "At most {max} providers offer a service.");

    public static readonly Refusal TooManyExternalCalendars =
        Refusal.Conflict("too_many_external_calendars", "A provider has at most {max} external calendars.");
    public static readonly Refusal ExternalCalendarKnown =
        Refusal.Conflict("external_calendar_known", "The provider has an external calendar with this address already.");
    public static readonly Refusal JustFetched =
        Refusal.TooMany("just_fetched", "This calendar was fetched less than a minute ago.");

    public static readonly Refusal OpeningOverlaps = Refusal.Conflict(
        "opening_overlaps", "The provider already has an opening in this period.",
        new Detail("range", "OfferOpeningsRange", "The requested range that overlaps."),
        new Detail("openings", "Opening[]", "The first openings in that range."));
    public static readonly Refusal TooManyOpenings =
        Refusal.Conflict("too_many_openings", "One opening replaces at most {max} others. Remove some of them first.");
    public static readonly Refusal ReservationsInTheWay = Refusal.Conflict(
        "reservations_in_the_way", "There are live reservations ahead in this period.",
        new Detail("reservations", "Reservation[]", "The first of these reservations."));
    public static readonly Refusal ReservationsAhead = Refusal.Conflict(
        "reservations_ahead", "The client has live reservations ahead. Cancel them, or send cancel_future.",
        new Detail("reservation_ids", "integer[]", "The ids of the first of them."));
    public static readonly Refusal ProviderBooked = Refusal.Conflict(
        "provider_booked", "The provider has live reservations ahead.",
        new Detail("booked_until", "date-time", "The end of the last of them."));

    /// <summary>The service has no question with this key.</summary>
    public const string NotAsked = "not_asked";

    /// <summary>The question is answered twice.</summary>
    public const string AnsweredTwice = "answered_twice";

    /// <summary>The answer is none of the choices.</summary>
    public const string NotAChoice = "not_a_choice";

    /// <summary>The answer is no number.</summary>
    public const string NotANumber = "not_a_number";

    /// <summary>The provider does not offer this service.</summary>
    public const string UnknownService = "unknown_service";

    /// <summary>The service is not active.</summary>
    public const string ServiceInactive = "service_inactive";

    /// <summary>The text is no calendar (RFC 5545), or one with repetitions that are not expanded.</summary>
    public const string BadCalendar = "bad_calendar";

    /// <summary>A service has one owner: an organisation or a provider.</summary>
    public const string OneOwner = "one_owner";

    /// <summary>Only a question of the kind choice has choices.</summary>
    public const string ChoicesOfAnotherKind = "choices_of_another_kind";

    /// <summary>There is no such event type.</summary>
    public const string UnknownEventType = "unknown_event_type";

    /// <summary>The range overlaps another one of the request.</summary>
    public const string Overlaps = "overlaps";

    /// <summary>The length is no multiple of the slots' length.</summary>
    public const string NotAMultiple = "not_a_multiple";

    /// <summary>The opening would have too many slots.</summary>
    public const string TooManySlots = "too_many_slots";

    /// <summary>There is no appointment of this type.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>The filters nest too deep.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>There are too many filters.</summary>
    public const string TooMany = "too_many";

    static Refusal Taken(string sentence) => Refusal.Conflict("slot_taken", sentence, InTheWay, Alternatives);

    static Refusal OfState(string code, string sentence) => Refusal.Conflict(code, sentence, State, Allowed);
}
