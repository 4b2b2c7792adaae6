using Kalends.Accounts.Guessing;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts.Guessing;

public sealed class CommonPasswordTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("Password1!")]
    [InlineData("P@ssw0rd")]
    [InlineData("p@$$w0rd2026")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("qwertyuiop")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("iloveyou")]
    [InlineData("Sunshine99")]
    [InlineData("dragon2024!")]
    [InlineData("michael19840302")]
    [InlineData("ｐａｓｓｗｏｒｄ")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("kalends2026")]
    public void What_is_tried_first_is_known(string password) => Assert.True(CommonPasswords.Resembles(password));

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("old password")]
    [InlineData("vmq7-tubz-9xkp")]
    [InlineData("pässwörd")]
    [InlineData("Zugvogel am Teich")]
    public void What_nobody_tries_first_is_not(string password) => Assert.False(CommonPasswords.Resembles(password));

    [Fact]
    public async Task A_demo_takes_common_passwords_as_its_own_users_have_one()
    {
        await using var demo = await app.Restart("--Kalends:Demo=true");

        var made = await app.Admin.Post(
            "/v1/users", new { username = "visitor", password = "password1", roles = (string[])["client"] });

        made.Is(201);
    }

    [Fact]
    public async Task A_common_password_is_refused_wherever_one_is_chosen()
    {
        var (name, id) = await app.GivenAUser();
        var user = app.Nobody.With((await app.Nobody.SignIn(name)).Access());

        var made = await app.Admin.Post(
            "/v1/users", new { username = "ada", password = "Password123", roles = (string[])["client"] });
        var named = await app.Admin.Post("/v1/users", new
        {
            username = "ada.lovelace",
            password = "Ada.Lovelace1815",
            roles = (string[])["client"],
        });
        var reset = await Reset("qwertyuiop");
        var resetToName = await Reset(name);
        var changed = await user.Post(
            "/v1/me/password", new { old_password = People.Password, new_password = "iloveyou" });

        foreach (var refused in (Answer[])[made, named, reset, resetToName])
            Assert.Equal(["/password common_password"], refused.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/new_password common_password"], changed.IsRefused(422, "invalid_input").Errors);
        (await app.Nobody.SignIn(name)).Is(200);

        Task<Answer> Reset(string password) =>
            app.Admin.Put($"/v1/users/{id}", new { roles = (string[])["client"], password });
    }

    [Fact]
    public async Task An_operator_may_ask_for_longer_passwords()
    {
        await using var restarted = await app.Restart("--Kalends:Accounts:PasswordMin=15");

        var refused = await app.Admin.Post(
            "/v1/users", new { username = "short", password = "vmq7-tubz-9xkp", roles = (string[])["client"] });
        var made = await app.Admin.Post(
            "/v1/users", new { username = "long", password = "vmq7-tubz-9xkp-", roles = (string[])["client"] });

        Assert.Equal(["/password too_short"], refused.IsRefused(422, "invalid_input").Errors);
        made.Is(201);
    }
}
