namespace Kalends.Platform.Privacy;

/// <summary>A person, by all ids and addresses under which rows may name them.</summary>
/// <param name="UserId">The user who they are.</param>
/// <param name="ClientId">The client who they are.</param>
/// <param name="ProviderId">The provider who they are.</param>
/// <param name="Addresses">E-mail addresses by which other systems may know them, and their user name.</param>
sealed record Person(string? UserId, long? ClientId, long? ProviderId, IReadOnlyList<string> Addresses)
{
    /// <summary>The subjects of events about them.</summary>
    public IReadOnlyList<string> Subjects { get; } =
    [
        .. UserId is null ? (string[])[] : [$"user/{UserId}"],
        .. ClientId is null ? (string[])[] : [$"client/{ClientId}"],
        .. ProviderId is null ? (string[])[] : [$"provider/{ProviderId}"],
    ];

    /// <summary>The person as parameters of a statement.</summary>
    public (string, object?)[] With(params (string, object?)[] values) =>
    [
        ("user", UserId), ("client", ClientId), ("provider", ProviderId), ("addresses", Addresses),
        ("subjects", Subjects), .. values,
    ];
}
