using System.Collections.Frozen;

namespace Kalends.Platform;

/// <summary>A currency of ISO 4217, with the number of decimals between its unit and its minor unit.</summary>
sealed record Currency(string Code, int Exponent)
{
    // ISO 4217 list one without the funds codes, plus the codes that ledgers of recent years still contain.
    const string Hundredths =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY " +
        "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS " +
        "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR " +
        "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD " +
        "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    const string Wholes = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    const string Thousandths = "BHD IQD JOD KWD LYD OMR TND";

    static readonly FrozenDictionary<string, Currency> Known = Of(Hundredths, 2)
        .Concat(Of(Wholes, 0)).Concat(Of(Thousandths, 3))
        .ToFrozenDictionary(currency => currency.Code);

    /// <summary>Every code, in alphabetical order.</summary>
    public static IEnumerable<string> Codes => Known.Keys.Order(StringComparer.Ordinal);

    public static Currency? Find(string code) => Known.GetValueOrDefault(code);

    static IEnumerable<Currency> Of(string codes, int exponent) =>
        codes.Split(' ').Select(code => new Currency(code, exponent));
}
