using Kalends.Platform;
using Kalends.Providers;

namespace Kalends.Tests.Providers;

/// <summary>Who must agree before somebody belongs to others than before: the table of the rule.</summary>
public sealed class OwnershipRuleTests
{
    const string Agreed = "";
    const string Consent = "consent_required";
    const string No = "forbidden";

    /// <summary>
    /// A tie is written "user owner organisation" with - for nobody, a signatory is a user with the organisation that
    /// they manage, and x is who has not been asked.
    /// </summary>
    [Theory]
    // Who is entered.
    [InlineData("", "- a -", "a", Agreed)]
    [InlineData("", "a a -", "a", Agreed)]
    [InlineData("", "x a -", "a", Consent)]
    [InlineData("", "- x -", "a", Consent)]
    [InlineData("", "- m 1", "m:1", Agreed)]
    [InlineData("", "- x 1", "m:1", Consent)]
    [InlineData("", "- m 2", "m:1", No)]
    [InlineData("", "- a 1", "a", No)]
    [InlineData("", "x x 2", "admin", Agreed)]
    // Who is the person.
    [InlineData("- o 1", "m o 1", "m:1", Agreed)]
    [InlineData("- o 1", "x o 1", "m:1", Consent)]
    [InlineData("- o 1", "b o 1", "m:1 b", Agreed)]
    [InlineData("x o 1", "b o 1", "m:1 b", Consent)]
    [InlineData("x o 1", "- o 1", "m:1", Consent)]
    [InlineData("x o 1", "- o 1", "o", Consent)]
    [InlineData("b o 1", "- o 1", "b", Agreed)]
    [InlineData("b o -", "x o -", "b", Consent)]
    [InlineData("b o -", "c o -", "b c", Agreed)]
    [InlineData("x o 1", "c o 1", "admin", Agreed)]
    // Who owns it.
    [InlineData("- o -", "- x -", "o", Consent)]
    [InlineData("- o -", "- b -", "o b", Agreed)]
    [InlineData("- x 1", "- m 1", "m:1", Consent)]
    [InlineData("- x 1", "- b 1", "m:1 b", Consent)]
    [InlineData("- m 1", "b b 1", "m:1 b", Agreed)]
    // Which organisation.
    [InlineData("- o 1", "- o -", "o", No)]
    [InlineData("- o 1", "- o -", "m:1", Agreed)]
    [InlineData("- o 1", "- o -", "m:2", No)]
    [InlineData("- m 1", "- m -", "m:1", No)]
    [InlineData("- x 1", "- m -", "m:1", Consent)]
    [InlineData("- m 1", "- m -", "admin", Agreed)]
    [InlineData("- m 1", "- m -", "m:1 n:1", Agreed)]
    [InlineData("- o -", "- o 1", "o", No)]
    [InlineData("- o -", "- o 1", "m:1", No)]
    [InlineData("- o -", "- o 1", "o m:1", Agreed)]
    [InlineData("- m -", "- m 1", "m:1", Agreed)]
    [InlineData("- o 1", "- o 2", "o m:2", No)]
    [InlineData("- o 1", "- o 2", "m:1", No)]
    [InlineData("- o 1", "- o 2", "o m:1 n:2", Agreed)]
    [InlineData("- o 1", "- o 2", "admin", Agreed)]
    // Nothing changes, whoever looks on.
    [InlineData("x x 1", "x x 1", "a", Agreed)]
    public void Everybody_whom_a_change_concerns_agrees_to_it(
        string known, string wanted, string signatories, string refusal)
    {
        var refused = Record.Exception(() => Read(wanted)!.RefuseUnlessAgreed(
            Read(known), signatories.Split(' ').Select(ReadSignatory).ToArray()));

        Assert.Equal(refusal, refused is null ? Agreed : Assert.IsType<Refused>(refused).Code);
    }

    static Ownership? Read(string text) => text.Split(' ') is [var user, var owner, var organisation]
        ? new Ownership(user == "-" ? null : user, owner, organisation == "-" ? null : long.Parse(organisation))
        : null;

    static Signatory ReadSignatory(string text) => text.Split(':') is [var manager, var organisation]
        ? new Signatory(manager, IsAdmin: false, long.Parse(organisation))
        : new Signatory(text, IsAdmin: text == "admin", OrganisationId: null);
}
