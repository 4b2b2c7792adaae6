using Kalends.Platform.Calls;

namespace Kalends.Webhooks;

/// <summary>The line of the access table for webhooks.</summary>
static class WebhooksAccess
{
    /// <summary>Subscribing to events: for everybody who may read some of the log.</summary>
    public static readonly Access Subscribe = new(Provider: Scope.Own, Manager: Scope.Organisation);
}
