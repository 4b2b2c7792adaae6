using Kalends.Platform.Calls;
using Kalends.Web.Frame;

namespace Kalends.Web.MailLinks;

/// <summary>Says that something was done, on a page that may be reloaded.</summary>
static class ShowDone
{
    /// <param name="What">What was done.</param>
    /// <param name="ProviderId">The provider with whom it was, in a frame of a site of theirs.</param>
    public sealed record Input(Act What, [Id] long? ProviderId = null);

    /// <summary>What was done.</summary>
    public enum Act
    {
        /// <summary>An e-mail address was verified.</summary>
        Verified,

        /// <summary>A new password was set.</summary>
        PasswordSet,

        /// <summary>Messages of a kind were ended.</summary>
        Unsubscribed,

        /// <summary>A reservation was cancelled.</summary>
        Cancelled,

        /// <summary>A review was sent.</summary>
        Reviewed,
    }

    public static Task<Shown> Run(Input input, Visit visit) => Task.FromResult(
        Shown.As<DoneView, string>(visit.Texts.DoneTitle, input.What switch
        {
            Act.Verified => visit.Texts.DoneVerified,
            Act.PasswordSet => visit.Texts.DonePasswordSet,
            Act.Unsubscribed => visit.Texts.DoneUnsubscribed,
            Act.Cancelled => visit.Texts.DoneCancelled,
            Act.Reviewed => visit.Texts.DoneReviewed,
        }));

    /// <summary>Leads to the page.</summary>
    public static Shown Elsewhere(Act what, long? providerId = null) => Shown.Elsewhere(Href.Of(
        $"/done/{Platform.Storage.EnumText.Of(what)}", ("provider_id", providerId is { } id ? $"{id}" : null)));
}
