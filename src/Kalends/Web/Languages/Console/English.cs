namespace Kalends.Web.Languages.Console;

/// <summary>The texts that all pages of the console share in English.</summary>
static class English
{
    public static readonly ConsoleTexts Texts = new()
    {
        Title = "Console",
        Navigation = "Console",
        Calendar = "Calendar",
        Clients = "Clients",
        Hours = "Hours",
        ClosedDays = "Closed days",
        Services = "Services",
        Reviews = "Reviews",
        EventLog = "Event log",
        CareEvents = "Care events",
        Remittances = "Payments",
        Months = "Months",
        Reports = "Reports",
        Settings = "Settings",
        NothingHere = "There is nothing here yet.",
        NothingFound = "Nothing was found.",
        FirstPage = "To the beginning",
        NextPage = "Next page",
        Show = "Show",
        Save = "Save",
        Add = "Add",
        Remove = "Remove",
        Provider = "Provider",
        Client = "Client",
        Name = "Name",
        State = "State",
        Reason = "Reason",
        Date = "Date",
        From = "From",
        To = "To",
        Yes = "yes",
        No = "no",
        Reload = "Reload",
        Reservations = "Appointments",
    };
}
