using Kalends.Platform.Calls;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Events;

/// <summary>The event log's lines of the access table.</summary>
static class EventsAccess
{
    public static readonly Access ReadLog = new(Provider: Scope.Own, Manager: Scope.Organisation);

    public static readonly Access WriteLog = AdminOnly;

    public static readonly Access EraseTexts = AdminOnly;
}
