using FsCheck;
using FsCheck.Fluent;
using Kalends.Messages.Contacts;
using Kalends.Messages.Sending;
using Kalends.Platform;

namespace Kalends.Tests.Messages;

/// <summary>Addresses, telephone numbers and tokens.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("Ada.L+x@EXAMPLE.org", "Ada.L+x@example.org")]
    [InlineData("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [InlineData("ada@localhost", null)]
    [InlineData("ada", null)]
    [InlineData("@example.org", null)]
    [InlineData("a b@example.org", null)]
    [InlineData("a..b@example.org", null)]
    [InlineData(".a@example.org", null)]
    [InlineData("å@example.org", null)]
    [InlineData("a@exa mple.org", null)]
    [InlineData("a@example.org\nBcc: b@example.org", null)]
    [InlineData("a@example.org\n", null)]
    [InlineData("<a@example.org>", null)]
    [InlineData("a@b@example.org", null)]
    [InlineData("a@example.123", null)]
    [InlineData("a@127.0.0.1", null)]
    public void An_address_has_one_form(string text, string? address) =>
        Assert.Equal(address, EmailAddress.Parse(text));

    [Theory]
    [InlineData("+46 70-123 45 67", "+46701234567")]
    [InlineData("0046701234567", "+46701234567")]
    [InlineData("+1 (212) 555.0100", "+12125550100")]
    [InlineData("070-123 45 67", null)]
    [InlineData("+0701234567", null)]
    [InlineData("+46", null)]
    [InlineData("+4670123456789012", null)]
    [InlineData("+46 70 CALL ME", null)]
    public void A_telephone_number_has_one_form(string text, string? number) =>
        Assert.Equal(number, PhoneNumber.Parse(text));

    [Fact]
    public void An_address_is_the_form_of_itself() => Prop.ForAll<NonNull<string>, NonNull<string>>((local, domain) =>
    {
        var address = EmailAddress.Parse($"{local.Get}@{domain.Get}.example");
        Assert.True(address is null || (EmailAddress.Parse(address) == address && !address.Any(char.IsControl)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_is_read_with_its_key_for_its_purpose_only() => Prop.ForAll<long, long, NonNull<string>>(
        (one, two, key) =>
        {
            var token = SignedToken.Write(key.Get, "a", one, two);
            Assert.Equal([one, two], SignedToken.Read(key.Get, "a", 2, token)!);
            Assert.Null(SignedToken.Read(key.Get, "b", 2, token));
            Assert.Null(SignedToken.Read(key.Get + "x", "a", 2, token));
            Assert.Null(SignedToken.Read(key.Get, "a", 1, token));
            Assert.Null(SignedToken.Read(key.Get, "a", 2, token + "A"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_token_or_none() => Prop.ForAll<string>(text =>
        SignedToken.Read("key", "a", 1, text ?? "") is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Pauses_grow_to_eight_hours_and_stay_short_where_the_server_is_away()
    {
        var pauses = Enumerable.Range(1, 20).Select(attempts => Retries.After(attempts, isOfServer: false)).ToList();

        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromMinutes(1), pauses[0]);
        Assert.Equal(TimeSpan.FromHours(8), pauses[^1]);
        Assert.Equal(TimeSpan.FromMinutes(5), Retries.After(20, isOfServer: true));
    }
}
