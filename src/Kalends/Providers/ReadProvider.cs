using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Reads one provider.</summary>
static class ReadProvider
{
    /// <param name="Id">The id of the provider.</param>
    public sealed record Input([Id] long Id);

    public static Task<Profile> Run(Input input, Call call) => call.Read(async session =>
    {
        await Publication.Check(session, call, input.Id);
        return await Profiles.Find(session, input.Id);
    });
}
