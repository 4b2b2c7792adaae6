using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Accounts;

/// <summary>Handles the events of the framework's bearer authentication (RFC 6750).</summary>
sealed class BearerTokens(Tokens tokens, TokenVersions versions) : JwtBearerEvents, IBearers
{
    public override Task MessageReceived(MessageReceivedContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        // A route that is open to all need not know the caller, so the token is not looked up.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Route>() is { Access.NeedsToken: false })
            context.NoResult();
        // A page sends the scheme alone before a token has been entered.
        else if (header.Length > 0 && !$"{header} ".StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            Refuse(context, AccountsErrors.NoBearer.Refused());
        return Task.CompletedTask;
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        try
        {
            var caller = tokens.Caller((JsonWebToken)context.SecurityToken);
            if (!await versions.AreGood(caller.UserId, caller.TokenVersion, context.HttpContext.RequestAborted))
                throw AccountsErrors.TokenRevoked.Refused();
            Callers.LetIn(context.HttpContext, caller);
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

    static void Refuse(ResultContext<JwtBearerOptions> context, Exception why)
    {
        context.Fail(why);
        Callers.Refuse(context.HttpContext, why);
    }
}
