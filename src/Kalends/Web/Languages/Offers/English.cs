namespace Kalends.Web.Languages.Offers;

/// <summary>The texts of services in English.</summary>
static class English
{
    public static readonly OffersTexts Texts = new()
    {
        New = "New service",
        Duration = "Length in minutes",
        Before = "Minutes kept free before it",
        After = "Minutes kept free after it",
        Mode = "How it takes place",
        Active = "Can be booked",
        SaveAbout = "Appointments that are booked already keep their time.",
        Pause = "Offer it no longer",
        PauseAbout = "It cannot be booked any more; appointments stay. It can be offered again.",
        Resume = "Offer it again",
        Questions = "Questions at booking",
    };
}
