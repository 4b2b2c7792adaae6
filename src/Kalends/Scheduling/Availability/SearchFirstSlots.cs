using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Availability;

/// <summary>Finds first slots; the same as the GET, for criteria that are too long for a query string.</summary>
static class SearchFirstSlots
{
    public static Task<Page<FirstSlot>> Run(FindFirstSlots.Input input, Call call) => FindFirstSlots.Run(input, call);
}
