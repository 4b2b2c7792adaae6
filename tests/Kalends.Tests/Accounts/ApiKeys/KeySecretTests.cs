using Kalends.Accounts.ApiKeys;

namespace Kalends.Tests.Accounts.ApiKeys;

public sealed class KeySecretTests
{
    const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const int Drawn = 200;

    [Fact]
    public void A_secret_has_one_form_and_is_never_drawn_twice()
    {
        var secrets = Enumerable.Range(0, Drawn).Select(_ => KeySecret.New()).ToList();

        Assert.All(secrets, secret => Assert.Matches("^kal_[0-9A-Za-z]{36}$", secret));
        Assert.All(secrets, secret => Assert.True(KeySecret.IsWellFormed(secret)));
        Assert.Equal(Drawn, secrets.Distinct().Count());
        Assert.Equal(Drawn, secrets.Select(KeySecret.PrefixOf).Distinct().Count());
    }

    [Fact]
    public void Any_other_character_in_any_place_is_noticed()
    {
        var secret = KeySecret.New();

        for (var place = 0; place < secret.Length; place++)
            foreach (var other in Characters.Where(one => one != secret[place]))
                Assert.False(KeySecret.IsWellFormed($"{secret[..place]}{other}{secret[(place + 1)..]}"));
    }

    [Fact]
    public void Neighbours_that_changed_places_are_noticed()
    {
        var secret = KeySecret.New();

        for (var i = KeySecret.Start.Length; i < secret.Length - 1; i++)
            if (secret[i] != secret[i + 1])
                Assert.False(KeySecret.IsWellFormed($"{secret[..i]}{secret[i + 1]}{secret[i]}{secret[(i + 2)..]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kal_")]
    [InlineData("kal_0000000000000000000000000000000000000")]
    [InlineData("kal_00000000000000000000000000000000000\u00e9")]
    [InlineData("KAL_000000000000000000000000000000000000")]
    public void What_is_no_secret_at_all_is_noticed(string text) => Assert.False(KeySecret.IsWellFormed(text));

    [Fact]
    public void The_form_is_that_of_keys_made_before() =>
        Assert.True(KeySecret.IsWellFormed("kal_0123456789ABCDEFGHIJKLMNOPQRST3tD3WM"));
}
