using Kalends.Tests.Contracts;

namespace Kalends.Tests.Originals;

/// <summary>Every type, field and argument that clients of the original appointment service may name.</summary>
public sealed class AppointmentSchemaTests
{
    const string Page = "(before: String, after: String, first: Int, last: Int)";

    const string Filtered =
        "(filters: AppointmentsFilter, sort: [AppointmentsSchemaSortEnum] = [APPOINTMENT_ID_ASC], " +
        "before: String, after: String, first: Int, last: Int): AppointmentsSchemaConnection";

    [Theory]
    [InlineData("Query", "node(id: ID!): Node")]
    [InlineData("Query", "appointments" + Filtered)]
    [InlineData("Mutation", "appointment(therapistId: Int, startTimeUnixSeconds: Int, durationSeconds: Int, " +
        "type: String, idempotencyKey: String): AppointmentMutation")]
    [InlineData("AppointmentMutation", "appointment: AppointmentsSchema")]
    [InlineData("AppointmentsSchema", "id: ID!")]
    [InlineData("AppointmentsSchema", "appointmentId: ID!")]
    [InlineData("AppointmentsSchema", "startTimeUnixSeconds: Int")]
    [InlineData("AppointmentsSchema", "durationSeconds: Int")]
    [InlineData("AppointmentsSchema", "type: String")]
    [InlineData("AppointmentsSchema", "therapistId: Int")]
    [InlineData("AppointmentsSchema", "therapists: TherapistsSchema")]
    [InlineData("TherapistsSchema", "id: ID!")]
    [InlineData("TherapistsSchema", "therapistId: ID!")]
    [InlineData("TherapistsSchema", "firstName: String!")]
    [InlineData("TherapistsSchema", "lastName: String!")]
    [InlineData("TherapistsSchema", "appointments" + Filtered)]
    [InlineData("TherapistsSchema", "specialisms" + Page + ": SpecialismSchemaConnection")]
    [InlineData("SpecialismSchema", "id: ID!")]
    [InlineData("SpecialismSchema", "specialismId: ID!")]
    [InlineData("SpecialismSchema", "specialismName: String!")]
    [InlineData("SpecialismSchema", "therapists" + Page + ": TherapistsSchemaConnection")]
    [InlineData("AppointmentsSchemaConnection", "pageInfo: PageInfo!")]
    [InlineData("AppointmentsSchemaConnection", "edges: [AppointmentsSchemaEdge]!")]
    [InlineData("TherapistsSchemaConnection", "pageInfo: PageInfo!")]
    [InlineData("TherapistsSchemaConnection", "edges: [TherapistsSchemaEdge]!")]
    [InlineData("SpecialismSchemaConnection", "pageInfo: PageInfo!")]
    [InlineData("SpecialismSchemaConnection", "edges: [SpecialismSchemaEdge]!")]
    [InlineData("AppointmentsSchemaEdge", "node: AppointmentsSchema")]
    [InlineData("AppointmentsSchemaEdge", "cursor: String!")]
    [InlineData("TherapistsSchemaEdge", "node: TherapistsSchema")]
    [InlineData("TherapistsSchemaEdge", "cursor: String!")]
    [InlineData("SpecialismSchemaEdge", "node: SpecialismSchema")]
    [InlineData("SpecialismSchemaEdge", "cursor: String!")]
    [InlineData("PageInfo", "hasNextPage: Boolean!")]
    [InlineData("PageInfo", "hasPreviousPage: Boolean!")]
    [InlineData("PageInfo", "startCursor: String")]
    [InlineData("PageInfo", "endCursor: String")]
    [InlineData("AppointmentsFilter", "startTimeUnixSecondsRange: IntRange")]
    [InlineData("AppointmentsFilter", "type: String")]
    [InlineData("AppointmentsFilter", "typeIn: [String]")]
    [InlineData("AppointmentsFilter", "hasSpecialisms: [String]")]
    [InlineData("AppointmentsFilter", "and: [AppointmentsFilter!]")]
    [InlineData("AppointmentsFilter", "or: [AppointmentsFilter!]")]
    [InlineData("AppointmentsFilter", "not: AppointmentsFilter")]
    [InlineData("IntRange", "begin: Int!")]
    [InlineData("IntRange", "end: Int!")]
    [InlineData("AppointmentsSchemaSortEnum", "APPOINTMENT_ID_ASC")]
    [InlineData("AppointmentsSchemaSortEnum", "APPOINTMENT_ID_DESC")]
    [InlineData("AppointmentsSchemaSortEnum", "START_TIME_UNIX_SECONDS_ASC")]
    [InlineData("AppointmentsSchemaSortEnum", "START_TIME_UNIX_SECONDS_DESC")]
    [InlineData("AppointmentsSchemaSortEnum", "DURATION_SECONDS_ASC")]
    [InlineData("AppointmentsSchemaSortEnum", "DURATION_SECONDS_DESC")]
    [InlineData("AppointmentsSchemaSortEnum", "TYPE_ASC")]
    [InlineData("AppointmentsSchemaSortEnum", "TYPE_DESC")]
    [InlineData("AppointmentsSchemaSortEnum", "THERAPIST_ID_ASC")]
    [InlineData("AppointmentsSchemaSortEnum", "THERAPIST_ID_DESC")]
    public void The_schema_has_it_as_it_was(string type, string member) => Assert.Contains(member, Members[type]);

    [Theory]
    [InlineData("AppointmentsSchema")]
    [InlineData("TherapistsSchema")]
    [InlineData("SpecialismSchema")]
    public void Its_objects_are_nodes(string type) =>
        Assert.Contains($"type {type} implements Node {{", Sdl, StringComparison.Ordinal);

    // Another test holds it against what the server says.
    static readonly string Sdl = SourceTree.Read("docs/api/schema.graphql");

    static readonly Dictionary<string, IReadOnlyList<string>> Members = Sdl.Split("\n\n")
        .Select(block => block.Split('\n'))
        .Aggregate(new Blocks(), (blocks, lines) => blocks.Add(lines)).ByType;

    /// <summary>Reads the members of each type out of a schema, without descriptions and each on one line.</summary>
    sealed class Blocks
    {
        readonly List<string> _members = [];
        string? _type;
        string _open = "";
        bool _isText;

        public Dictionary<string, IReadOnlyList<string>> ByType { get; } = [];

        public Blocks Add(string[] lines)
        {
            foreach (var line in lines.Select(line => line.Trim()))
                Read(line);
            return this;
        }

        void Read(string line)
        {
            if (_isText || line.StartsWith("\"\"\"", StringComparison.Ordinal))
                _isText = _isText
                    ? !line.EndsWith("\"\"\"", StringComparison.Ordinal)
                    : line.Length < 6 || !line.EndsWith("\"\"\"", StringComparison.Ordinal);
            else if (line == "}")
                (ByType[_type!], _type) = ([.. _members], null);
            else if (line.EndsWith('{'))
            {
                _type = line.Split(' ')[1];
                _members.Clear();
            }
            else if (line.Length > 0 && _type is not null)
                Member(line);
        }

        // Arguments with descriptions stand on lines of their own.
        void Member(string line)
        {
            _open += _open.Length == 0 || _open.EndsWith('(') || line.StartsWith(')') ? line : ", " + line;
            if (_open.Count(c => c == '(') > _open.Count(c => c == ')'))
                return;
            _members.Add(_open);
            _open = "";
        }
    }
}
