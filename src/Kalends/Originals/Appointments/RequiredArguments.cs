using Kalends.Platform.Calls;

namespace Kalends.Originals.Appointments;

/// <summary>Refuses arguments that are null, although the schema of the original service allows it.</summary>
static class RequiredArguments
{
    public static void Require(this ValidationErrors errors, string name, object? given)
    {
        if (given is null)
            errors.AddParameter(name, FaultCode.Required, $"{name} is required.");
    }
}
