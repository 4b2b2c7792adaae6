using System.Security.Claims;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Accounts;

/// <summary>Handles the events of the framework's bearer authentication (RFC 6750).</summary>
sealed class BearerTokens(Tokens tokens, VerifiedTokens verified, TokenVersions versions) : JwtBearerEvents, IBearers
{
    const string Scheme = "Bearer ";

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        // A route that is open to all need not know the caller, so the token is not looked up.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Route>() is { Access.NeedsToken: false })
            context.NoResult();
        // A page sends the scheme alone before a token has been entered.
        else if (header.Length > 0 && !$"{header} ".StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            Refuse(context, AccountsErrors.NoBearer.Refused());
        else if (header.Length > Scheme.Length && await verified.Find(header[Scheme.Length..].Trim()) is { } caller)
            await LetIn(context, caller);
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        try
        {
            var token = (JsonWebToken)context.SecurityToken;
            var caller = tokens.Caller(token);
            verified.Add(token, caller);
            await LetIn(context, caller);
        }
        catch (Refused refused)
        {
            Refuse(context, refused);
        }
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        Refuse(context, Tokens.Refusal(context.Exception));
        return Task.CompletedTask;
    }

    public IReadOnlyList<Refusal> Refusals =>
    [
        AccountsErrors.NoBearer, AccountsErrors.TokenInvalid, AccountsErrors.TokenNotYetValid,
        AccountsErrors.TokenExpired, AccountsErrors.TokenRevoked, AccountsErrors.NoAccessToken,
    ];

    public IWatch Watch(Caller caller) => versions.Watch(caller.UserId, caller.TokenVersion);

    async Task LetIn(ResultContext<JwtBearerOptions> context, Caller caller)
    {
        if (!await versions.AreGood(caller.UserId, caller.TokenVersion, context.HttpContext.RequestAborted))
        {
            Refuse(context, AccountsErrors.TokenRevoked.Refused());
            return;
        }
        Callers.LetIn(context.HttpContext, caller);
        context.Principal ??= new ClaimsPrincipal(new ClaimsIdentity("Bearer"));
        context.Success();
    }

    static void Refuse(ResultContext<JwtBearerOptions> context, Exception why)
    {
        context.Fail(why);
        Callers.Refuse(context.HttpContext, why);
    }
}
