using System.Security.Claims;
using Kalends.Accounts.ApiKeys;
using Kalends.Accounts.StreamTickets;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Accounts.Bearers;

/// <summary>
/// Handles the events of the framework's bearer authentication (RFC 6750): access tokens, API keys, and tickets of
/// streams.
/// </summary>
sealed class BearerTokens(
    Tokens tokens, VerifiedTokens verified, TokenVersions versions, KeyChecks keys, TicketChecks tickets)
    : JwtBearerEvents, IBearers
{
    const string Scheme = "Bearer ";

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        var http = context.HttpContext;
        var header = context.Request.Headers.Authorization.ToString();
        // A route that is open to all need not know the caller, so the token is not looked up.
        if (http.GetEndpoint()?.Metadata.GetMetadata<Route>() is { Access.AsksCaller: false })
            context.NoResult();
        // A page sends the scheme alone before a token has been entered.
        else if (header.Length > 0 && !$"{header} ".StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            Refuse(context, AccountsErrors.NoBearer.Refused());
        else if (header.Length > Scheme.Length)
            await Receive(context, header[Scheme.Length..].Trim());
        else if (StreamTicket.Of(http) is { } ticket)
            await LetIn(context, tickets.Take(ticket, http.Request.Path, http.RequestAborted));
    }

    async Task Receive(MessageReceivedContext context, string shown)
    {
        var http = context.HttpContext;
        if (KeySecret.IsMeant(shown))
            await LetIn(context, keys.Check(shown, http.Connection.RemoteIpAddress, http.RequestAborted));
        else if (await verified.Find(shown) is { } caller)
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
        AccountsErrors.ApiKeyInvalid, AccountsErrors.TooManyFailures,
    ];

    public IReadOnlyList<Refusal> OfTickets => [AccountsErrors.TicketInvalid];

    public IWatch Watch(Caller caller)
    {
        var user = versions.Watch(caller.UserId, caller.TokenVersion);
        return caller.Key is { } key ? new WatchOfBoth(user, versions.Watch(key.Name, key.Version)) : user;
    }

    async Task LetIn(ResultContext<JwtBearerOptions> context, Caller caller)
    {
        // A guest has no user whose sign-ins could end; the client's row decides what is theirs.
        if (caller.ClientId is not null
            || await versions.AreGood(caller.UserId, caller.TokenVersion, context.HttpContext.RequestAborted))
            Succeed(context, caller);
        else
            Refuse(context, AccountsErrors.TokenRevoked.Refused());
    }

    // A key or a ticket was read together with its user, so nothing can have ended since.
    static async Task LetIn(ResultContext<JwtBearerOptions> context, Task<Caller> check)
    {
        try
        {
            Succeed(context, await check);
        }
        catch (Refused refused)
        {
            Refuse(context, refused);
        }
    }

    static void Succeed(ResultContext<JwtBearerOptions> context, Caller caller)
    {
        Callers.LetIn(context.HttpContext, caller);
        context.Principal ??= new ClaimsPrincipal(new ClaimsIdentity("Bearer"));
        context.Success();
    }

    static void Refuse(ResultContext<JwtBearerOptions> context, Exception why)
    {
        context.Fail(why);
        Callers.Refuse(context.HttpContext, why);
    }

    /// <summary>Ends with the sign-ins of the user, or with the API key.</summary>
    sealed class WatchOfBoth(IWatch user, IWatch key) : IWatch
    {
        readonly CancellationTokenSource _ended =
            CancellationTokenSource.CreateLinkedTokenSource(user.Ended, key.Ended);

        public CancellationToken Ended => _ended.Token;

        public void Dispose()
        {
            _ended.Dispose();
            user.Dispose();
            key.Dispose();
        }
    }
}
