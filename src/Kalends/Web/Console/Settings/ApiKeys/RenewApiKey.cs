using Kalends.Accounts.ApiKeys;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.ApiKeys;

/// <summary>Gives an API key a new secret, and shows it once.</summary>
sealed class RenewApiKey(RotateApiKey rotate)
{
    public async Task<Shown> Run(RotateApiKey.Input input, Visit visit) =>
        MakeApiKey.Once((await rotate.Run(input, visit.Call)).Value, visit);
}
