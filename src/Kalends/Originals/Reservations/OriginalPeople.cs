using Kalends.Platform.Calls;
using Kalends.Providers;
using Kalends.Providers.Clients;

namespace Kalends.Originals.Reservations;

/// <summary>The two routes of the original reservation service that create people, in its words.</summary>
static class OriginalPeople
{
    /// <param name="FirstName">1 to 30 characters.</param>
    /// <param name="LastName">1 to 30 characters.</param>
    public sealed record Input([Text(1, 30)] string FirstName, [Text(1, 30)] string LastName);

    /// <summary>A provider, in the words of the original.</summary>
    public sealed record Provider(long ProviderId, string FirstName, string LastName);

    /// <summary>A client, in the words of the original.</summary>
    public sealed record Client(long ClientId, string FirstName, string LastName);

    /// <summary>Creates a provider.</summary>
    public static async Task<Answer<Provider>> CreateProvider(Input input, Call call)
    {
        var made = await Providers.CreateProvider.Run(
            new ProviderInput(FirstName: input.FirstName, LastName: input.LastName), call);
        return made.As(one => new Provider(one.Id, one.FirstName, one.LastName));
    }

    /// <summary>Creates a client.</summary>
    public static async Task<Answer<Client>> CreateClient(Input input, Call call)
    {
        var made = await Providers.Clients.CreateClient.Run(new ClientInput(input.FirstName, input.LastName), call);
        return made.As(one => new Client(one.Id, one.FirstName, one.LastName));
    }
}
