using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Services;

/// <summary>Reads a service; an inactive one is shown to those who keep it.</summary>
static class ReadService
{
    /// <param name="Id">The id of the service.</param>
    public sealed record Input([Id] long Id);

    public static Task<Service> Run(Input input, Call call) => call.Read(session => Find(session, call, input.Id));

    /// <summary>Finds a service that the caller may see, or refuses with "not found".</summary>
    public static async Task<Service> Find(Session session, Call call, long id) =>
        await session.One(FindVisible, Service.Read, Seen(call, [id]))
            ?? throw SchedulingErrors.NoSuchService.Refused();

    /// <summary>Reads those of many services that the caller may see, in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Service>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindVisible, Service.Read, service => service.Id, Seen(call, ids));

    /// <summary>Reads services that reservations name, inactive ones included.</summary>
    public static Task<IReadOnlyDictionary<long, Service>> EverByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindEver, Service.Read, service => service.Id, ("ids", ids));

    static (string, object?)[] Seen(Call call, IReadOnlyList<long> ids) => Seen(call, ("ids", ids));

    /// <summary>The values of a statement with <see cref="Visible"/>.</summary>
    public static (string, object?)[] Seen(Call call, params (string, object?)[] values) =>
        call.With(SchedulingAccess.KeepCalendar).Scope.With(
            [("strange", call.Scope.IsOfPublished), ("open", Publication.Default(call)), .. values]);

    /// <summary>The condition on a service <c>s</c> that the caller may see.</summary>
    public static readonly string Visible = $"""
        ((s.active = 1 AND NOT @strange) OR @all OR s.organisation_id = @organisation OR s.provider_id IN (
            SELECT p.id
            FROM public_providers p
            WHERE p.id = s.provider_id AND (p.organisation_id = @organisation OR p.owner_user_id = @owner))
        OR {Offers.OfPublished})
        """;

    static readonly Sql FindVisible = new($$"""
        SELECT {{Service.Columns("s.")}}
        FROM services s
        WHERE s.id {list ids} AND {{Visible}}
        """);

    static readonly Sql FindEver = new($$"""
        SELECT {{Service.Columns("s.")}}
        FROM services s
        WHERE s.id {list ids}
        """);
}
