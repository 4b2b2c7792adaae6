using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Policies;

/// <summary>Reads what a service, a provider or an organisation says about booking, for those who keep it.</summary>
static class ReadPolicy
{
    /// <param name="Id">The id of the service, the provider or the organisation.</param>
    public sealed record Input([Id] long Id);

    /// <summary>Reads what a service says about booking, for those who keep it.</summary>
    public static Task<BookingPolicy> OfService(Input input, Call call) => Read(input, call, PolicySubject.Service);

    /// <summary>Reads what a provider says about booking, for those who keep the calendar.</summary>
    public static Task<BookingPolicy> OfProvider(Input input, Call call) => Read(input, call, PolicySubject.Provider);

    /// <summary>Reads what an organisation says about booking, for its managers.</summary>
    public static Task<BookingPolicy> OfOrganisation(Input input, Call call) =>
        Read(input, call, PolicySubject.Organisation);

    static Task<BookingPolicy> Read(Input input, Call call, Func<Session, Call, long, Task<PolicySubject>> find) =>
        call.Read(async session =>
        {
            var subject = await find(session, call, input.Id);
            return await session.One(
                Find, BookingPolicy.Read, ("level", subject.Level), ("subject", subject.Id)) ?? BookingPolicy.Open;
        });

    static readonly Sql Find = new($"""
        SELECT {BookingPolicy.Columns}
        FROM policies
        WHERE level = @level AND subject_id = @subject
        """);
}
