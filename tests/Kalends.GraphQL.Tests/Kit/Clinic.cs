using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Kit;

/// <summary>A small schema in memory that has one of everything, and counts its batches.</summary>
sealed class Clinic
{
    public const string Admin = "admin";

    readonly List<string> _calls = [];

    public IReadOnlyList<string> Calls => _calls;

    public List<Visit> Visits { get; } =
    [
        new(1, 1, "one-off", 1644747572, null),
        new(2, 2, "consultation", 1644780000, 3600),
        new(3, 1, "one-off", null, 1800),
    ];

    public Dictionary<long, Therapist> Therapists { get; } = new()
    {
        [1] = new(1, "jeff", ["Addiction", "ADHD"]),
        [2] = new(2, "jane", ["CBT", "Divorce", "Sexuality"]),
    };

    public Schema Schema() => Builder().Build();

    public SchemaBuilder Builder()
    {
        var g = new SchemaBuilder();
        var named = g.Interface<object>("Named").Field("name", Scalars.String);
        var therapist = g.Object<Therapist>("Therapist").Implements(named)
            .Id("id", t => t.Id)
            .String("name", t => t.Name)
            .Field("skills", Scalars.String.List(), t => t.Skills)
            .Field("broken", Scalars.String.OrNull(), string? (_) =>
                throw new GraphException("broken", "It is broken."))
            .Field("bug", Scalars.String, string (_) => throw new InvalidOperationException("secret"))
            .Field("secret", Scalars.String.OrNull(), t => $"{t.Name} knows", f => f.Require(Admin));
        var kind = g.Enum<string>("Kind").Value("ONE_OFF", "one-off")
            .Value("CONSULTATION", "consultation", deprecation: "old");
        var visit = g.Object<Visit>("Visit").Implements(named)
            .Id("id", v => v.Id)
            .String("name", v => $"visit {v.Id}")
            .Field("kind", kind, v => v.Kind)
            .IntOrNull("start", v => v.Start)
            .Int("duration", v => v.Duration ?? throw new GraphException("no_duration", "It has no duration."))
            .One("therapist", therapist, v => (long?)v.TherapistId, LoadTherapists);
        therapist.Batch("visits", visit.List(), _ => LoadVisits);
        var thing = g.Union<object>("Thing").Member(therapist).Member(visit);
        var range = g.Input<(int Begin, int End)>("Range").Fields(i =>
        {
            var begin = i.Field("begin", Scalars.Int);
            var end = i.Field("end", Scalars.Int, "100");
            return v => (v.Get(begin), v.Get(end));
        });
        var by = g.Input<object>("By").OneOf().Fields(i =>
        {
            var id = i.Field("id", Scalars.Int.OrNull());
            var name = i.Field("name", Scalars.String.OrNull());
            return v => (object?)v.Get(id) ?? v.Get(name) ?? "";
        });
        g.Query
            .Field("visits", visit.List(), _ => (IReadOnlyList<Visit>)Visits)
            .Field("things", thing.OrNull().List(), f => (_, _, _) => [Therapists[1], Visits[1], null, Therapists[2]])
            .Field("named", named.List().OrNull(), _ => (IReadOnlyList<object>)[Visits[0], Therapists[2]])
            .Field("echo", Scalars.String, f =>
            {
                var text = f.Arg("text", Scalars.String.OrNull(), "\"hello\"");
                return (_, args, _) => args.Get(text) ?? "null";
            })
            .Field("sum", Scalars.Int, f =>
            {
                var r = f.Arg("range", range);
                return (_, args, _) => args.Get(r).Begin + args.Get(r).End;
            })
            .Field("find", Scalars.String, f =>
            {
                var b = f.Arg("by", by);
                return (_, args, _) => $"{args.Get(b)}";
            })
            .Field("kinds", Scalars.String, f =>
            {
                var k = f.Arg("of", kind.List().OrNull());
                return (_, args, _) => args.Get(k) is { } list ? string.Join("+", list) : "none";
            });
        var count = 0;
        g.Mutation
            .Field("next", Scalars.Int, _ => (_, _) =>
            {
                _calls.Add("next");
                return ValueTask.FromResult(++count);
            })
            .Field("fail", Scalars.Int.OrNull(), _ => (_, _) => throw new GraphException("refused", "No."));
        return g;
    }

    ValueTask<IReadOnlyDictionary<long, Therapist>> LoadTherapists(IReadOnlyList<long> ids, FieldContext context)
    {
        _calls.Add($"therapists {string.Join(",", ids)}");
        return new(Therapists.Where(t => ids.Contains(t.Key)).ToDictionary());
    }

    ValueTask<IReadOnlyList<IReadOnlyList<Visit>>> LoadVisits(Batch<Therapist> therapists, Args args,
        FieldContext context)
    {
        _calls.Add($"visits of {therapists.Count}");
        return new([.. therapists.Select(t => Visits.Where(v => v.TherapistId == t.Id).ToList())]);
    }
}

sealed record Visit(int Id, int TherapistId, string Kind, int? Start, int? Duration);

sealed record Therapist(int Id, string Name, IReadOnlyList<string> Skills);
