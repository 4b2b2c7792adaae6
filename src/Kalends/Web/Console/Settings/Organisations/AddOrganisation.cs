using Kalends.Accounts.Organisations;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Organisations;

/// <summary>Creates an organisation.</summary>
static class AddOrganisation
{
    public static async Task<Shown> Run(CreateOrganisation.Input input, Visit visit)
    {
        await CreateOrganisation.Run(input, visit.Call);
        return Shown.Elsewhere(ShowOrganisations.Path);
    }
}
