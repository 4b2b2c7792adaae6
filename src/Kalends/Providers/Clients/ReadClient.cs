using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Reads one client, if the caller may see it.</summary>
static class ReadClient
{
    /// <param name="Id">The id of the client.</param>
    public sealed record Input([Id] long Id);

    public static async Task<Client> Run(Input input, Call call) =>
        (await SeenClients.ByIds([input.Id], call)).GetValueOrDefault(input.Id)
            ?? throw ProvidersErrors.NoSuchClient.Refused();
}
