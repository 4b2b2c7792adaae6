using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Publishing;

/// <summary>Reads whether an organisation opens its providers to all, and which sites may show their booking.</summary>
static class ReadPublication
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    public sealed record Input([Id] long OrganisationId);

    public static Task<OrganisationPublication> Run(Input input, Call call) => call.Read(async session =>
    {
        await OrganisationPublication.CheckAuthority(session, call, input.OrganisationId);
        return await session.One(Find, OrganisationPublication.Read, ("organisation", input.OrganisationId))
            ?? OrganisationPublication.Open;
    });

    static readonly Sql Find = new($"""
        SELECT {OrganisationPublication.Columns}
        FROM publications
        WHERE organisation_id = @organisation
        """);
}
