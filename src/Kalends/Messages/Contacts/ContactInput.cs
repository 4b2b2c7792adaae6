using Kalends.Platform.Calls;

namespace Kalends.Messages.Contacts;

/// <summary>The fields of a contact that a caller sets.</summary>
/// <param name="Email">
/// The e-mail address; null or left out if there is none. A changed address gets a message with which its owner
/// verifies it, and the earlier one is told.
/// </param>
/// <param name="Phone">The telephone number with its country, such as +46 70 123 45 67.</param>
/// <param name="Language">The language of messages; the installation's if left out.</param>
/// <param name="Preferences">
/// How each kind of message is wanted; if left out, all by e-mail, and the agenda not at all.
/// </param>
sealed record ContactInput(
    [Text(1, EmailAddress.Max)] string? Email = null, [Text(1, PhoneNumber.Max)] string? Phone = null,
    MessageLanguage? Language = null, MessagePreferences? Preferences = null)
{
    /// <summary>A known contact as the caller wants it; a changed address is unverified.</summary>
    public Contact On(Contact known, MessagesSettings settings)
    {
        var errors = new ValidationErrors();
        var email = Email is null ? null : EmailAddress.Parse(Email);
        if (Email is not null && email is null)
            errors.Add("/email", MessagesErrors.BadEmail, "email must be an e-mail address, such as ada@example.org.");
        var phone = Phone is null ? null : PhoneNumber.Parse(Phone);
        if (Phone is not null && phone is null)
            errors.Add(
                "/phone", MessagesErrors.BadPhone,
                "phone must be a telephone number with its country, such as +46 70 123 45 67.");
        errors.ThrowIfAny();

        var (keepsEmail, keepsPhone) = (email == known.Email, phone == known.Phone);
        return known with
        {
            Email = email,
            EmailVerifiedAt = keepsEmail ? known.EmailVerifiedAt : null,
            EmailVersion = keepsEmail ? known.EmailVersion : known.EmailVersion + 1,
            Phone = phone,
            PhoneVerifiedAt = keepsPhone ? known.PhoneVerifiedAt : null,
            PhoneVersion = keepsPhone ? known.PhoneVersion : known.PhoneVersion + 1,
            Language = Language ?? settings.Language,
            Preferences = Preferences ?? new MessagePreferences(),
        };
    }
}
