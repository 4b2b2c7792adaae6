namespace Kalends.GraphQL.Tests.Differential;

/// <summary>
/// The examples of the specification's chapter on validation, September 2025: the rule, whether the document is valid,
/// and the document. A fragment shown alone is spread at a place where it fits, so that only its own fault counts.
/// </summary>
static class SpecExamples
{
    public static TheoryData<string, bool, string> Operations { get; } = new()
    {
        { "ExecutableDefinitions", false, "query getDogName { dog { name color } } extend type Dog { color: String }" },
        {
            "UniqueOperationNames", true,
            "query getDogName { dog { name } } query getOwnerName { dog { owner { name } } }"
        },
        { "UniqueOperationNames", false, "query getName { dog { name } } query getName { dog { owner { name } } }" },
        {
            "UniqueOperationNames", false,
            "query dogOperation { dog { name } } mutation dogOperation { mutateDog { id } }"
        },
        { "LoneAnonymousOperation", true, "{ dog { name } }" },
        { "LoneAnonymousOperation", false, "{ dog { name } } query getName { dog { owner { name } } }" },
        { "SingleFieldSubscriptions", true, "subscription sub { newMessage { body sender } }" },
        {
            "SingleFieldSubscriptions", true,
            """
            subscription sub { ...newMessageFields }
            fragment newMessageFields on Subscription { newMessage { body sender } }
            """
        },
        {
            "SingleFieldSubscriptions", false,
            "subscription sub { newMessage { body sender } disallowedSecondRootField }"
        },
        {
            "SingleFieldSubscriptions", false,
            """
            subscription sub { ...multipleSubscriptions }
            fragment multipleSubscriptions on Subscription { newMessage { body sender } disallowedSecondRootField }
            """
        },
        {
            "SingleFieldSubscriptions", false,
            """
            subscription requiredRuntimeValidation($bool: Boolean!) {
              newMessage @include(if: $bool) { body sender }
              disallowedSecondRootField @skip(if: $bool)
            }
            """
        },
        { "SingleFieldSubscriptions", false, "subscription sub { __typename }" },
    };

    public static TheoryData<string, bool, string> Fields { get; } = new()
    {
        { "FieldsOnCorrectType", false, On("dog", "fieldNotDefined on Dog { meowVolume }") },
        {
            "FieldsOnCorrectType", false,
            On("dog", "aliasedLyingFieldTargetNotDefined on Dog { barkVolume: kawVolume }")
        },
        { "FieldsOnCorrectType", true, On("pet", "interfaceFieldSelection on Pet { name }") },
        { "FieldsOnCorrectType", false, On("pet", "definedOnImplementersButNotInterface on Pet { nickname }") },
        {
            "FieldsOnCorrectType", true,
            On("catOrDog",
                "inDirectFieldSelectionOnUnion on CatOrDog { __typename ...on Pet { name } ...on Dog { barkVolume } }")
        },
        { "FieldsOnCorrectType", false, On("catOrDog", "directFieldSelectionOnUnion on CatOrDog { name barkVolume }") },
        { "ScalarLeafs", true, On("dog", "scalarSelection on Dog { barkVolume }") },
        { "ScalarLeafs", false, On("dog", "scalarSelectionsNotAllowedOnInt on Dog { barkVolume { sinceWhen } }") },
        { "ScalarLeafs", false, "query directQueryOnObjectWithoutSubFields { human }" },
        { "ScalarLeafs", false, "query directQueryOnInterfaceWithoutSubFields { pet }" },
        { "ScalarLeafs", false, "query directQueryOnUnionWithoutSubFields { catOrDog }" },
        { "OverlappingFieldsCanBeMerged", true, On("dog", "mergeIdenticalFields on Dog { name name }") },
        {
            "OverlappingFieldsCanBeMerged", true,
            On("dog", "mergeIdenticalAliasesAndFields on Dog { otherName: name otherName: name }")
        },
        { "OverlappingFieldsCanBeMerged", false, On("dog", "conflictingBecauseAlias on Dog { name: nickname name }") },
        {
            "OverlappingFieldsCanBeMerged", true,
            On("dog", """
                mergeIdenticalFieldsWithIdenticalArgs on Dog {
                  doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: SIT) }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", true,
            With("$dogCommand: DogCommand!", "dog", """
                mergeIdenticalFieldsWithIdenticalValues on Dog {
                  doesKnowCommand(dogCommand: $dogCommand) doesKnowCommand(dogCommand: $dogCommand) }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", false,
            On("dog", """
                conflictingArgsOnValues on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: HEEL) }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", false,
            With("$dogCommand: DogCommand!", "dog", """
                conflictingArgsValueAndVar on Dog {
                  doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: $dogCommand) }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", false,
            With("$varOne: DogCommand!, $varTwo: DogCommand!", "dog", """
                conflictingArgsWithVars on Dog {
                  doesKnowCommand(dogCommand: $varOne) doesKnowCommand(dogCommand: $varTwo) }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", false,
            On("dog", "differingArgs on Dog { isHouseTrained(atOtherHomes: true) isHouseTrained }")
        },
        {
            "OverlappingFieldsCanBeMerged", true,
            On("pet", """
                safeDifferingFields on Pet {
                  ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", true,
            On("pet", """
                safeDifferingArgs on Pet {
                  ... on Dog { doesKnowCommand(dogCommand: SIT) } ... on Cat { doesKnowCommand(catCommand: JUMP) } }
                """)
        },
        {
            "OverlappingFieldsCanBeMerged", false,
            On("pet", """
                conflictingDifferingResponses on Pet {
                  ... on Dog { someValue: nickname } ... on Cat { someValue: meowVolume } }
                """)
        },
    };

    public static TheoryData<string, bool, string> Arguments { get; } = new()
    {
        { "KnownArgumentNames", true, On("dog", "argOnRequiredArg on Dog { doesKnowCommand(dogCommand: SIT) }") },
        {
            "KnownArgumentNames", true,
            On("dog", "argOnOptional on Dog { isHouseTrained(atOtherHomes: true) @include(if: true) }")
        },
        {
            "KnownArgumentNames", false,
            On("dog", "invalidArgName on Dog { doesKnowCommand(command: CLEAN_UP_HOUSE) }")
        },
        {
            "KnownArgumentNames", false,
            On("dog", "invalidArgName on Dog { isHouseTrained(atOtherHomes: true) @include(unless: false) }")
        },
        {
            "KnownArgumentNames", true,
            On("arguments", "multipleArgs on Arguments { multipleRequirements(x: 1, y: 2) }")
        },
        {
            "KnownArgumentNames", true,
            On("arguments", "multipleArgsReverseOrder on Arguments { multipleRequirements(y: 2, x: 1) }")
        },
        {
            "UniqueArgumentNames", false,
            On("arguments", "twice on Arguments { intArgField(intArg: 1, intArg: 2) }")
        },
        {
            "ProvidedRequiredArguments", true,
            On("arguments", "goodBooleanArg on Arguments { booleanArgField(booleanArg: true) }")
        },
        {
            "ProvidedRequiredArguments", true,
            On("arguments", "goodNonNullArg on Arguments { nonNullBooleanArgField(nonNullBooleanArg: true) }")
        },
        {
            "ProvidedRequiredArguments", true,
            On("arguments", "goodBooleanArgDefault on Arguments { booleanArgField }")
        },
        {
            "ProvidedRequiredArguments", true,
            On("arguments", "goodNonNullDefault on Arguments { optionalNonNullBooleanArgField }")
        },
        {
            "ProvidedRequiredArguments", false,
            On("arguments", "missingRequiredArg on Arguments { nonNullBooleanArgField }")
        },
        {
            "ValuesOfCorrectType", false,
            On("arguments", "missingRequiredArg on Arguments { nonNullBooleanArgField(nonNullBooleanArg: null) }")
        },
    };

    /// <summary>Spreads the fragment below a field of the query.</summary>
    public static string On(string field, string fragment) => With(null, field, fragment);

    /// <summary>Spreads the fragment in an operation with variables.</summary>
    public static string With(string? variables, string field, string fragment)
    {
        var head = variables is null ? "" : $"query ({variables}) ";
        var name = fragment[..fragment.IndexOf(' ', StringComparison.Ordinal)];
        return $"{head}{{ {field} {{ ...{name} }} }}\nfragment {fragment}";
    }
}
