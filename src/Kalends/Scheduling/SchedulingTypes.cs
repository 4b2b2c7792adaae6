using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;
using Kalends.Scheduling.Feeds;
using Kalends.Scheduling.Reservations;
using Kalends.Scheduling.Services;
using Kalends.Scheduling.Slots;

namespace Kalends.Scheduling;

/// <summary>The schema types of slots and reservations.</summary>
static class SchedulingTypes
{
    public static ObjectBuilder<SlotPage> SlotPage(Graph graph, ObjectBuilder<SlotView> slot)
    {
        graph.Words<ListSlots.Include>();
        if (ProviderTypes.AreServed(graph))
            graph.Batch<Profile, SlotsOfProviders.Input, IReadOnlyList<SlotView>>(
                ProviderTypes.Provider(graph), "slots", slot.List(),
                (providers, input, call) =>
                    SlotsOfProviders.Run(providers.Select(provider => provider.Id).ToList(), input, call),
                Access.SignedIn, new(Cost: 50));
        return graph.Schema.Object<SlotPage>("SlotPage", "One page of slots.")
            .Field("items", slot.List(), page => page.Items)
            .StringOrNull("next", page => page.Next);
    }

    public static ObjectBuilder<SlotChange> SlotChange(Graph graph, ObjectBuilder<SlotView> slot) => graph.Schema
        .Object<SlotChange>("SlotChange", "A change of a list of slots.")
        .String("position", change => change.Position)
        .Describe("position", "The position in the event log up to which the list has every change.")
        .Field("isSnapshot", Scalars.Boolean, change => change.IsSnapshot)
        .Field("items", slot.List(), change => change.Items)
        .Field("gone", Scalars.IdFromLong.List(), change => change.Gone);

    public static ObjectBuilder<Reservation> Reservation(Graph graph)
    {
        var type = graph.Node<Reservation>(
                "Reservation", "A client's claim on a slot.", reservation => reservation.Id, ReadReservation.ByIds,
                SchedulingAccess.Reserve)
            .Id("reservationId", reservation => reservation.Id)
            .Id("slotId", reservation => reservation.SlotId)
            .Field("startsAt", graph.DateTime, reservation => reservation.StartsAt)
            .Field("endsAt", graph.DateTime, reservation => reservation.EndsAt)
            .Field("state", graph.Words<ReservationState>(), reservation => reservation.State)
            .Field("expiresAt", graph.DateTime, reservation => reservation.ExpiresAt)
            .Field("createdAt", graph.DateTime, reservation => reservation.CreatedAt)
            .Field("confirmedAt", graph.DateTime.OrNull(), reservation => reservation.ConfirmedAt)
            .Field("endedAt", graph.DateTime.OrNull(), reservation => reservation.EndedAt)
            .StringOrNull("cancelReason", reservation => reservation.CancelReason)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), reservation => reservation.OrganisationId)
            .Field("serviceId", Scalars.IdFromLong.OrNull(), reservation => reservation.ServiceId)
            .String("version", reservation => reservation.Tag.ToString())
            .Describe("version", "The ETag of how the reservation stands, for ifMatch.")
            .Field("sequence", Scalars.Int, reservation => reservation.Sequence)
            .Field("arrivedAt", graph.DateTime.OrNull(), reservation => reservation.ArrivedAt)
            .Field("extendedAt", graph.DateTime.OrNull(), reservation => reservation.ExtendedAt)
            .Field("cancelCode", graph.Words<CancelCode>().OrNull(), reservation => reservation.CancelCode)
            .Field("late", Scalars.Boolean, reservation => reservation.Late)
            .Field("outsideHours", Scalars.Boolean.OrNull(), reservation => reservation.OutsideHours);
        graph.One(
            type, "service", ServiceTypes.Service(graph), reservation => reservation.ServiceId, ReadService.EverByIds,
            Access.Published);
        graph.Batch<Reservation, IReadOnlyList<QuestionAnswer>>(
            type, "answers", ServiceTypes.Answer(graph).List(),
            "The answers to the questions of its service; empty for callers who may not see them.",
            ReadAnswers.OfReservations, SchedulingAccess.Reserve);
        graph.Batch<Reservation, string?>(
            type, "calendar", Scalars.String.OrNull(),
            "The reservation as an iCalendar (RFC 5545) with one event; null for callers who may not see it.",
            ReadReservationCalendar.OfReservations, SchedulingAccess.Reserve);
        ProviderTypes.LeadToProvider(graph, type, reservation => reservation.ProviderId);
        ClientTypes.LeadToClient(graph, type, reservation => reservation.ClientId);
        return type;
    }

    public static ObjectBuilder<Move> Move(Graph graph)
    {
        var type = graph.Schema.Object<Move>("Move", Docs.Of(typeof(Move)))
            .Int("sequence", move => move.Sequence)
            .Id("slotId", move => move.SlotId)
            .Field("startsAt", graph.DateTime, move => move.StartsAt)
            .Field("endsAt", graph.DateTime, move => move.EndsAt)
            .Field("movedAt", graph.DateTime, move => move.MovedAt);
        ProviderTypes.LeadToProvider(graph, type, move => move.ProviderId);
        return type;
    }

    public static ObjectBuilder<SlotView> Slot(Graph graph) => graph.Schema
        .Object<SlotView>("Slot", "One bookable piece of an opening.")
        .Id("slotId", slot => slot.Id)
        .Field("startsAt", graph.DateTime, slot => slot.StartsAt)
        .Field("endsAt", graph.DateTime, slot => slot.EndsAt)
        .Field("state", graph.Words<SlotState>().OrNull(), slot => slot.State);
}
