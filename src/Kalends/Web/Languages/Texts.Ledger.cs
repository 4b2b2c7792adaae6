using Kalends.Reimbursements.CareEvents;

namespace Kalends.Web.Languages;

/// <summary>How a language writes what is in the ledger.</summary>
sealed partial record Texts
{
    public string BriefMonth(YearMonth month) => month.OnDayOfMonth(1).ToDateOnly().ToString("MMM yyyy", Culture);

    /// <summary>A day with its year, since the ledger goes far back, and a time.</summary>
    public string DatedMoment(ZonedDateTime at) => $"{DatedDay(at.Date)}, {Time(at)}";

    public string DatedDay(LocalDate date) => date.ToDateOnly().ToString("d MMM yyyy", Culture);

    /// <summary>An amount beside an axis, without decimals if its steps are whole units.</summary>
    public string MoneyOnAxis(decimal minor, decimal step, string currency)
    {
        var decimals = Currency.Find(currency)?.Exponent ?? 2;
        var unit = (decimal)Math.Pow(10, decimals);
        return (minor / unit).ToString(step % unit == 0 ? "N0" : $"N{decimals}", Culture);
    }

    public string Number(decimal number) => number.ToString("N0", Culture);

    /// <summary>Whether the language writes decimals with a comma, as its spreadsheets do then.</summary>
    public bool HasDecimalComma => Culture.NumberFormat.NumberDecimalSeparator == ",";

    public string State(CareEventState state) => state switch
    {
        CareEventState.Open => Ledger.Open,
        CareEventState.Reimbursed => Ledger.Paid,
    };

    /// <summary>The state of a care event, with the part that it has in a reversal.</summary>
    public string State(CareEvent care) => care switch
    {
        { ReversesId: not null } => Filled(Ledger.ReversalFormat, State(care.State)),
        { ReversedById: not null } => Filled(Ledger.ReversedFormat, State(care.State)),
        _ => State(care.State),
    };

    /// <summary>A sentence with its places filled in.</summary>
    public string Filled(string format, params object[] values) => string.Format(Culture, format, values);
}
