using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;

namespace Kalends.Bench;

/// <summary>Appointments with therapists and specialisms, all in memory, and the query that asks for them.</summary>
/// <remarks>The schema has the shape of a small service in use; only the engine and HTTP are left to measure.</remarks>
static class GraphQLWorld
{
    const int Begin = 1_644_874_120;
    const int Therapists = 8;

    static readonly string[] Names = ["Addiction", "ADHD", "CBT", "Divorce", "Sexuality"];

    /// <summary>The query for a number of appointments.</summary>
    public static string Query(int rows) => Query($"first: {rows}, ", end: "1944894120");

    /// <summary>The query of the original's README, with what else is asked of it.</summary>
    public static string Query(string more, string end) => $$$"""
        {
          appointments({{{more}}}filters: {hasSpecialisms: ["ADHD"], type: "one-off",
              startTimeUnixSecondsRange: {begin: {{{Begin}}}, end: {{{end}}} }}) {
            edges {
              node {
                therapists {
                  firstName
                  lastName
                  specialisms {
                    edges {
                      node {
                        specialismName
                      }
                    }
                  }
                }
                startTimeUnixSeconds
                durationSeconds
                type
              }
            }
          }
        }
        """;

    /// <summary>The engine behind HTTP, with as many appointments as the largest query asks for.</summary>
    public static GraphHttp Http(int rows) => new(Engine(rows));

    /// <summary>The engine, with its limits out of the way of a thousand rows.</summary>
    public static GraphEngine Engine(int rows) =>
        new(Schema(rows), new GraphOptions { Limits = new GraphLimits { CostMax = 10_000_000 } });

    /// <summary>The schema as text, for other servers.</summary>
    public static string Sdl => SdlPrinter.Print(Schema(rows: 0));

    static Schema Schema(int rows)
    {
        var therapists = Enumerable.Range(1, Therapists).ToDictionary(id => (long)id, MakeTherapist);
        var appointments = Enumerable.Range(1, rows)
            .Select(id => new Appointment(id, id % Therapists + 1, Begin + id * 600, 3600, "one-off"))
            .ToList();

        var g = new SchemaBuilder();
        var specialism = g.Object<Specialism>("Specialism").String("specialismName", s => s.Name);
        var therapist = g.Object<Therapist>("Therapist")
            .Int("therapistId", t => t.Id)
            .String("firstName", t => t.First)
            .String("lastName", t => t.Last);
        therapist.Connection<Therapist, Specialism>("specialisms", specialism, _ => (parents, _, page, _) =>
        {
            var pages = new Page<Specialism>[parents.Count];
            for (var i = 0; i < pages.Length; i++)
                pages[i] = Cut(page, parents[i].Specialisms, s => s.Name);
            return new(pages);
        });
        var appointment = g.Object<Appointment>("Appointment")
            .Int("appointmentId", a => a.Id)
            .One("therapists", therapist, a => (long?)a.TherapistId, (_, _) => new(therapists))
            .Int("startTimeUnixSeconds", a => a.Start)
            .Int("durationSeconds", a => a.Seconds)
            .String("type", a => a.Type);

        var range = g.Input<Span>("Range").Fields(input =>
        {
            var (begin, end) = (input.Field("begin", Scalars.Int), input.Field("end", Scalars.Int));
            return args => new Span(args.Get(begin), args.Get(end));
        });
        var filters = g.Input<Filters>("AppointmentFilters").Fields(input =>
        {
            var names = input.Field("hasSpecialisms", Scalars.String.List().OrNull());
            var type = input.Field("type", Scalars.String.OrNull());
            var within = input.Field("startTimeUnixSecondsRange", range.OrNull());
            return args => new Filters([.. args.Get(names) ?? []], args.Get(type), args.Get(within));
        });
        g.Query.Connection<Appointment>("appointments", appointment, field =>
        {
            var given = field.Arg("filters", filters.OrNull());
            return (args, page, _) =>
            {
                var filter = args.Get(given);
                var found = new List<Appointment>(rows);
                foreach (var a in appointments)
                {
                    if (filter?.Let(a, therapists[a.TherapistId]) != false)
                        found.Add(a);
                }
                return new(Cut(page, found, a => $"{a.Start} {a.Id}"));
            };
        }, new PageSizes(Default: 20, Max: 1000));
        return g.Build();
    }

    static Page<T> Cut<T>(PageRequest page, IReadOnlyList<T> found, Func<T, string> cursor) =>
        new(found.Count > page.Size ? [.. found.Take(page.Size)] : found, cursor)
        {
            HasNext = found.Count > page.Size,
            HasPrevious = false,
        };

    static Therapist MakeTherapist(int id) => new(
        id, $"First{id}", $"Last{id}",
        [.. Names.Where((name, n) => name == "ADHD" || (id >> n & 1) == 1).Select(name => new Specialism(name))]);

    sealed record Specialism(string Name);

    sealed record Therapist(int Id, string First, string Last, Specialism[] Specialisms);

    sealed record Appointment(int Id, int TherapistId, int Start, int Seconds, string Type);

    sealed record Span(int Begin, int End);

    sealed record Filters(string[] Names, string? Type, Span? Within)
    {
        public bool Let(Appointment a, Therapist therapist)
        {
            if (Type is not null && a.Type != Type)
                return false;
            if (Within is not null && (a.Start < Within.Begin || a.Start > Within.End))
                return false;
            foreach (var name in Names)
            {
                if (!Has(therapist, name))
                    return false;
            }
            return true;
        }

        static bool Has(Therapist therapist, string name)
        {
            foreach (var specialism in therapist.Specialisms)
            {
                if (specialism.Name == name)
                    return true;
            }
            return false;
        }
    }
}
