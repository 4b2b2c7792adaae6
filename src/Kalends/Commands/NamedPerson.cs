using System.CommandLine;
using Kalends.Platform.Calls;
using Kalends.Providers.People;

namespace Kalends.Commands;

/// <summary>A person by one of the records that they have.</summary>
sealed class NamedPerson
{
    readonly Option<long?> _client = new("--client") { Description = "The id of the client.", HelpName = "ID" };

    readonly Option<string?> _user =
        new("--user") { Description = "The name that the user signs in with.", HelpName = "NAME" };

    readonly Option<long?> _provider = new("--provider") { Description = "The id of the provider.", HelpName = "ID" };

    public IEnumerable<Symbol> Options => [_client, _user, _provider];

    public async Task<PersonBody> Export(Shell shell, Call call) => Given(shell) switch
    {
        ({ } id, null, null) => await Providers.People.ExportPerson.OfClient(new(id), call),
        (null, { } name, null) => await Providers.People.ExportPerson.OfUser(
            new((await NamedUser.Find(name, call)).Id), call),
        (null, null, { } id) => await Providers.People.ExportPerson.OfProvider(new(id), call),
        _ => throw Unnamed(),
    };

    public async Task<Providers.People.ErasePerson.Erased> Erase(Shell shell, Call call, bool cancelFuture) =>
        Given(shell) switch
        {
            ({ } id, null, null) => (await Providers.People.ErasePerson.OfClient(new(id, cancelFuture), call)).Value,
            (null, { } name, null) => (await Providers.People.ErasePerson.OfUser(
                new((await NamedUser.Find(name, call)).Id, cancelFuture), call)).Value,
            (null, null, { } id) => (await Providers.People.ErasePerson.OfProvider(new(id), call)).Value,
            _ => throw Unnamed(),
        };

    static StartRefused Unnamed() => new("Name the person by one of --client, --user and --provider.");

    (long? Client, string? User, long? Provider) Given(Shell shell) =>
        (shell.Value(_client), shell.Value(_user), shell.Value(_provider));
}
