using Kalends.Accounts.Public;
using Kalends.Messages.Contacts;
using Kalends.Messages.Guests;
using Kalends.Messages.Passwords;
using Kalends.Messages.Sending;
using Kalends.Platform.Jobs;

namespace Kalends.Messages;

/// <summary>The settings, hooks and background jobs of messages.</summary>
static class MessagesSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<MessagesSettings>();
        services.AddSingleton(new DeletedUser(ContactStore.Forget));
        services.AddSingleton(MessagesPersonalData.All);
        services.AddSingleton(MessagesPersonalData.Erasure);
        services.AddSingleton(new VerifiedUser(Guest.SignUp));
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        var mail = settings.Of<MessagesSettings>();
        var every = TimeSpan.FromSeconds(mail.IsOn ? mail.RoundSeconds : 0);
        var everyMinute = every == TimeSpan.Zero ? every : TimeSpan.FromMinutes(1);
        services.AddSingleton(new RecurringJob(24, everyMinute, QueueAgendas.Run));
        services.AddSingleton(new RecurringJob(25, every, QueueMessages.Run));
        services.AddSingleton(new RecurringJob(26, every, QueueReminders.Run));
        services.AddSingleton(new RecurringJob(27, every, AnswerPasswordRequests.Run));
        services.AddSingleton(new RecurringJob(28, every, SendMessages.Run));
        services.AddSingleton(new RecurringJob(29, TimeSpan.FromHours(1), PurgeMessages.Run));
    }
}
