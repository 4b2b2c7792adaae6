using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kalends.Events.Public;

/// <summary>An event of the product itself.</summary>
/// <param name="Component">The module that reports it: <c>scheduling</c>.</param>
/// <param name="Kind">The kind of event: <c>reservation.held</c>.</param>
/// <param name="Subject">The thing that it is about: <c>reservation/12</c>.</param>
/// <param name="Data">
/// The facts, written as JSON: ids, times, states and amounts. They are a record of their own, so that a new member of
/// an answer does not change the log. Names of people, e-mail addresses and free text are left out, since the log is
/// kept; <see cref="WithText"/> adds what can be erased.
/// </param>
sealed record DomainEvent(string Component, string Kind, string Subject, object Data)
{
    /// <summary>The provider whose calendar or ledger it is about.</summary>
    public long? ProviderId { get; init; }

    /// <summary>The user who caused it, if that is not the caller.</summary>
    public string? Actor { get; init; }

    /// <summary>
    /// The organisation whose managers may read it; null if it belongs to none, or if none was given.
    /// </summary>
    public long? OrganisationId
    {
        get;
        init
        {
            field = value;
            IsPlaced = true;
        }
    }

    /// <summary>Whether an organisation was given, even if it is null.</summary>
    public bool IsPlaced { get; private init; }

    /// <summary>The owner who may read it.</summary>
    public string? OwnerUserId { get; init; }

    /// <summary>
    /// The same event for a change of its subject: its facts are the id, the names of all members that changed, and the
    /// facts among these.
    /// </summary>
    public DomainEvent WithChanges<T>(T before, T after)
    {
        var (known, changed, facts) = (Members(before), Members(after), Members(Data));
        var names = changed.Where(one => !JsonNode.DeepEquals(one.Value, known[one.Key])).Select(one => one.Key)
            .ToList();
        var data = new JsonObject
        {
            ["id"] = facts["id"]!.DeepClone(),
            ["changed"] = new JsonArray([.. names
                .Where(name => name is not ("updated_at" or "version")).Select(name => (JsonNode)name)]),
        };
        foreach (var name in names.Where(facts.ContainsKey))
            data[name] = facts[name]?.DeepClone();
        return this with { Data = data };
    }

    /// <summary>The same event with further facts.</summary>
    public DomainEvent With(object facts)
    {
        var data = Members(Data);
        foreach (var (name, value) in Members(facts))
            data[name] = value?.DeepClone();
        return this with { Data = data };
    }

    /// <summary>
    /// The same event with further facts that contain what somebody wrote about a client. They are kept apart, and are
    /// erased with the client.
    /// </summary>
    public DomainEvent WithText(object facts, long clientId) =>
        this with { Text = With(facts).Data, ClientId = clientId };

    /// <summary>The facts with what can be erased; null if there is nothing of that.</summary>
    public object? Text { get; private init; }

    /// <summary>The client whom the text is about.</summary>
    public long? ClientId { get; private init; }

    static JsonObject Members(object? thing) => JsonSerializer.SerializeToNode(thing, Json.Options)!.AsObject();
}
