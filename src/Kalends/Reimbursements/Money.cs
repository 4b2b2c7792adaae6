using Kalends.Platform.Calls;

namespace Kalends.Reimbursements;

/// <summary>
/// An amount in minor units of its currency: always a whole number, and never a sum of two currencies.
/// </summary>
readonly record struct Money(long Minor, Currency Currency)
{
    /// <summary>
    /// The largest amount of one care event, positive or negative. A sum has room for ninety million of these.
    /// </summary>
    public const long Max = 100_000_000_000;

    /// <summary>Reads an amount and a currency from a caller, and checks their bounds.</summary>
    public static Money Of(long minor, string currency)
    {
        var errors = new ValidationErrors();
        if (minor is < 0 or > Max)
            errors.Add("/amount", FaultCode.OutOfRange, $"amount must lie between 0 and {Max} minor units.");
        if (Currency.Find(currency) is not { } known)
            errors.Add("/currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as SEK.");
        else if (errors.Count == 0)
            return new Money(minor, known);
        errors.ThrowIfAny();
        throw new InvalidOperationException("A fault was expected.");
    }

    public static Money operator +(Money a, Money b) => a.Currency == b.Currency
        ? a with { Minor = a.Minor + b.Minor }
        : throw new InvalidOperationException($"{a.Currency.Code} and {b.Currency.Code} have no sum.");

    /// <summary>The amount in whole units, with exactly the currency's decimals.</summary>
    public decimal Units => Minor * new decimal(1, 0, 0, isNegative: false, (byte)Currency.Exponent);
}
