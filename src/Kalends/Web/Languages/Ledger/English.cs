namespace Kalends.Web.Languages.Ledger;

/// <summary>The texts of the ledger's pages in English.</summary>
static class English
{
    public static readonly LedgerTexts Texts = new()
    {
        CareEvent = "Care event",
        RegisterCare = "Register care",
        RegisterAbout = "The amount comes from the tariff that was in force at this time, and does not change later.",
        RegisterNow = "Register it",
        Caregiver = "Caregiver",
        CareType = "Kind of care",
        ServiceMonth = "Month of the care",
        BookingMonth = "Month of the entry",
        Amount = "Amount",
        Time = "Time",
        ZoneFormat = "Times and months of {0}",
        Open = "open",
        Paid = "paid",
        ReversalFormat = "reversal, {0}",
        ReversedFormat = "reversed, {0}",
        StateHint = "Needs a caregiver or a month as well.",
        Number = "No.",
        RegisteredAt = "Registered",
        Source = "Comes from",
        Reverses = "Reverses",
        ReversedBy = "Reversed by",
        DeleteCare = "Delete",
        DeleteAbout =
            "The care event disappears from lists and sums; the event log keeps what it was. This cannot be " +
            "undone.",
        DeleteNow = "Delete it now",
        ReverseCare = "Reverse",
        ReverseAbout =
            "A second care event with the opposite amount is added, and both stay visible. This cannot be " +
            "undone.",
        ReverseNow = "Reverse it now",
        Remittance = "Payment",
        Reference = "Reference",
        ReferenceHint = "Your own name for this payment. It is made once under this name, however often you send it.",
        Events = "Care events",
        MadeAt = "Made",
        Stands = "stands",
        ReversedState = "reversed",
        Remit = "Pay",
        RemitChosen = "Pay the chosen ones",
        RemitMonth = "Pay what is open of this caregiver's month",
        RemitAbout =
            "Each currency is a payment of its own. A payment can be reversed later, and then all its care is " +
            "open again.",
        RemitNowFormat = "Pay {0}",
        NothingToRemit = "None of this care is open.",
        PickFormat = "Choose number {0}",
        ReverseRemittance = "Reverse this payment",
        ReverseRemittanceAbout =
            "The payment stays visible as reversed, and its care is open again and can be paid anew.",
        Total = "Total",
        Month = "Month",
        MonthFormat = "Month {0}",
        MonthsAbout =
            "What was registered for the care of each month. A late entry changes an old month; by the month " +
            "of the entry, reports do not change.",
        ShowCare = "Show the care events",
        CheckTotals = "Check the sums",
        CheckAbout = "All sums are added up again from the care events.",
        TotalsRightFormat = "All {0} sums are right.",
        TotalsWrongFormat = "{0} of {1} sums are wrong. The event log and the API name them.",
        OnlyFirstFormat = "The first {0} are shown. The CSV file has all.",
        CsvFile = "CSV file",
    };
}
