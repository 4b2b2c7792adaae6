using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>Who owns a webhook, with the rights that they have now.</summary>
static class Owner
{
    /// <summary>The tables of webhooks <c>w</c> with their owners.</summary>
    public const string Rows = "webhooks w LEFT JOIN public_users u ON u.id = w.user_id";

    /// <summary>The columns that <see cref="ScopeOf"/> reads from <see cref="Rows"/>.</summary>
    public const string Columns =
        "w.organisation_id, w.user_id, u.roles, u.organisation_id AS managed_id, u.disabled_at";

    /// <summary>
    /// The events that the owner may read: those of an organisation, or what the line of the access table gives to a
    /// user who is not disabled.
    /// </summary>
    public static RowScope ScopeOf(Row row)
    {
        if (row.LongOrNull("organisation_id") is { } organisation)
            return RowScope.Nothing with { OrganisationId = organisation };
        return row.LongOrNull("disabled_at") is not null || row.LongOrNull("roles") is not { } roles
            ? RowScope.Nothing
            : EventReader.ReadLog.Of(
                new Caller(row.Text("user_id"), (Roles)(int)roles, row.LongOrNull("managed_id")));
    }
}
