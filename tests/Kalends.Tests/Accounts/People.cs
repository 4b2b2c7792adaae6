using Kalends.Platform.Http;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;

namespace Kalends.Tests.Accounts;

/// <summary>Users with a password that tests know, and what they do with it.</summary>
static class People
{
    public const string Password = "old password";

    static int _names;

    public static async Task<(string Name, string Id)> GivenAUser(this TestApp app, params string[] roles)
    {
        var name = $"person {Interlocked.Increment(ref _names)}";
        var made = await app.Admin.Post("/v1/users", new
        {
            username = name,
            password = Password,
            roles = roles.Length > 0 ? roles : ["client"],
        });
        return (name, (string)made.Is(201)["id"]!);
    }

    public static Task<Answer> SignIn(this Visitor visitor, string username, string password = Password) =>
        visitor.Post("/v1/auth/token", new { username, password });

    public static Task<Answer> Refresh(this Visitor visitor, string token) =>
        visitor.Post("/v1/auth/refresh", new { refresh_token = token });

    /// <summary>Resets the password of a user, or disables or deletes the user: each ends their sign-ins.</summary>
    public static Task<Answer> EndSignIns(this Visitor admin, string how, string id) => how switch
    {
        "reset" => admin.Put($"/v1/users/{id}", new { roles = (string[])["client"], password = "a reset password" }),
        "disable" => admin.Post($"/v1/users/{id}/disable"),
        _ => admin.Delete($"/v1/users/{id}"),
    };

    public static string Access(this Answer pair) => (string)pair.Is(200)["access_token"]!;

    public static string RefreshToken(this Answer pair) => (string)pair.Is(200)["refresh_token"]!;

    /// <summary>Somebody who talks to a server without a token.</summary>
    public static Visitor Visitor(this WebApplication app) =>
        new(() => new Uri(ListenAddresses.Of(app).First()), null, "");

    /// <summary>Both tokens that were issued are good for nothing.</summary>
    public static async Task AreDead(this TestApp app, Answer pair)
    {
        (await app.Nobody.With(pair.Access()).Get("/v1/me")).IsRefused(401, "token_revoked").IsCleanRefusal();
        (await app.Nobody.Refresh(pair.RefreshToken())).IsRefused(401, "token_revoked").IsCleanRefusal();
    }

    static Answer IsCleanRefusal(this Answer answer) => Http.Wire.IsCleanRefusal(answer);
}
