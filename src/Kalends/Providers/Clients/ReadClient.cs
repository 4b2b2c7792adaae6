using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Reads one client, if the caller may see them.</summary>
static class ReadClient
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static async Task<Client> Run(Input input, Call call) =>
        (await SeenClients.ByIds([input.Id], call)).GetValueOrDefault(input.Id)
            ?? throw ProvidersErrors.NoSuchClient.Refused();
}
