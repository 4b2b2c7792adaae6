using Fluid;
using Fluid.Ast;

namespace Kalends.Messages.Templates;

/// <summary>A template in Liquid: text with values and conditions, and nothing else of that language.</summary>
/// <remarks>
/// There are no loops, assignments or includes, and only filters that change letters. So a text is about as long as
/// its template, and HTML is escaped whatever a template says.
/// </remarks>
sealed class TemplateText
{
    /// <summary>The greatest length of a template.</summary>
    public const int Max = 20_000;

    const int StepsMax = 5000;

    static readonly FluidParser Parser = new();

    static readonly TemplateOptions Options = new() { MaxSteps = StepsMax, MaxRecursion = 20 };

    readonly IFluidTemplate _template;

    TemplateText(IFluidTemplate template) => _template = template;

    /// <summary>Reads a template; <paramref name="fault"/> says what is wrong with it.</summary>
    public static TemplateText? Read(string text, out string? fault)
    {
        if (!Parser.TryParse(text, out var template, out fault))
            return null;
        var check = new Check();
        check.VisitTemplate(template);
        fault = check.Fault;
        return fault is null ? new TemplateText(template) { Variables = check.Variables } : null;
    }

    /// <summary>The names of the values that it uses.</summary>
    public required IReadOnlySet<string> Variables { get; init; }

    public async Task<string> Fill(IReadOnlyDictionary<string, string> values, bool isHtml)
    {
        var context = new TemplateContext(Options);
        foreach (var (name, value) in values)
            context.SetValue(name, value);
        return await _template.RenderAsync(context, isHtml ? FilledTemplate.Encoder : NullEncoder.Default);
    }

    sealed class Check : AstVisitor
    {
        static readonly HashSet<string> Filters = ["upcase", "downcase", "capitalize", "strip", "default"];

        readonly HashSet<string> _variables = [];

        public IReadOnlySet<string> Variables => _variables;

        public string? Fault { get; private set; }

        public override Statement Visit(Statement statement)
        {
            if (statement is not (null or TextSpanStatement or OutputStatement or IfStatement or ElseIfStatement
                or ElseStatement or UnlessStatement or CommentStatement or NoOpStatement))
                Fault ??= "A template has values, if, unless and comments, and no other tags.";
            return base.Visit(statement!);
        }

        public override Expression Visit(Expression expression)
        {
            if (expression is not (null or MemberExpression or LiteralExpression or FilterExpression
                or BinaryExpression))
                Fault ??= "A value is named, compared or changed by a filter.";
            return base.Visit(expression!);
        }

        protected override Expression VisitMemberExpression(MemberExpression member)
        {
            if (member.Segments is [IdentifierSegment { Identifier: var name }])
                _variables.Add(name);
            else
                Fault ??= "Values have no members.";
            return member;
        }

        protected override Expression VisitFilterExpression(FilterExpression filter)
        {
            if (!Filters.Contains(filter.Name))
                Fault ??= $"The filters are {string.Join(", ", Filters)}.";
            return base.VisitFilterExpression(filter);
        }
    }
}
