using static Kalends.GraphQL.Tests.Differential.SpecExamples;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The examples about fragments and directives, in the form of <see cref="SpecExamples"/>.</summary>
static class SpecExamplesOfFragments
{
    public static TheoryData<string, bool, string> Fragments { get; } = new()
    {
        {
            "UniqueFragmentNames", true,
            """
            { dog { ...fragmentOne ...fragmentTwo } }
            fragment fragmentOne on Dog { name }
            fragment fragmentTwo on Dog { owner { name } }
            """
        },
        {
            "UniqueFragmentNames", false,
            """
            { dog { ...fragmentOne } }
            fragment fragmentOne on Dog { name }
            fragment fragmentOne on Dog { owner { name } }
            """
        },
        { "KnownTypeNames", true, On("dog", "correctType on Dog { name }") },
        { "KnownTypeNames", true, On("dog", "inlineFragment on Dog { ... on Dog { name } }") },
        { "KnownTypeNames", true, On("dog", "inlineFragment2 on Dog { ... @include(if: true) { name } }") },
        { "KnownTypeNames", false, On("dog", "notOnExistingType on NotInSchema { name }") },
        { "KnownTypeNames", false, On("dog", "inlineNotExistingType on Dog { ... on NotInSchema { name } }") },
        { "FragmentsOnCompositeTypes", true, On("dog", "fragOnObject on Dog { name }") },
        { "FragmentsOnCompositeTypes", true, On("pet", "fragOnInterface on Pet { name }") },
        { "FragmentsOnCompositeTypes", true, On("catOrDog", "fragOnUnion on CatOrDog { ... on Dog { name } }") },
        { "FragmentsOnCompositeTypes", false, On("dog", "fragOnScalar on Int { something }") },
        {
            "FragmentsOnCompositeTypes", false,
            On("dog", "inlineFragOnScalar on Dog { ... on Boolean { somethingElse } }")
        },
        { "NoUnusedFragments", false, "fragment nameFragment on Dog { name } { dog { name } }" },
        { "KnownFragmentNames", false, "{ dog { ...undefinedFragment } }" },
        {
            "NoFragmentCycles", false,
            """
            { dog { ...nameFragment } }
            fragment nameFragment on Dog { name ...barkVolumeFragment }
            fragment barkVolumeFragment on Dog { barkVolume ...nameFragment }
            """
        },
        {
            "NoFragmentCycles", false,
            """
            { dog { ...dogFragment } }
            fragment dogFragment on Dog { name owner { ...ownerFragment } }
            fragment ownerFragment on Human { name pets { ...dogFragment } }
            """
        },
        { "PossibleFragmentSpreads", true, On("dog", "dogFragment on Dog { ... on Dog { barkVolume } }") },
        { "PossibleFragmentSpreads", false, On("dog", "catInDogFragmentInvalid on Dog { ... on Cat { meowVolume } }") },
        {
            "PossibleFragmentSpreads", true,
            "{ dog { ...interfaceWithinObjectFragment } } fragment petNameFragment on Pet { name } "
                + "fragment interfaceWithinObjectFragment on Dog { ...petNameFragment }"
        },
        {
            "PossibleFragmentSpreads", true,
            "{ dog { ...unionWithObjectFragment } } "
                + "fragment catOrDogNameFragment on CatOrDog { ... on Cat { meowVolume } } "
                + "fragment unionWithObjectFragment on Dog { ...catOrDogNameFragment }"
        },
        {
            "PossibleFragmentSpreads", true,
            "{ pet { ...petFragment } catOrDog { ...catOrDogFragment } } "
                + "fragment petFragment on Pet { name ... on Dog { barkVolume } } "
                + "fragment catOrDogFragment on CatOrDog { ... on Cat { meowVolume } }"
        },
        {
            "PossibleFragmentSpreads", false,
            "{ human { ...sentientFragment } } fragment sentientFragment on Sentient { ... on Dog { barkVolume } }"
        },
        {
            "PossibleFragmentSpreads", false,
            "{ humanOrAlien { ...humanOrAlienFragment } } "
                + "fragment humanOrAlienFragment on HumanOrAlien { ... on Cat { meowVolume } }"
        },
        {
            "PossibleFragmentSpreads", true,
            "{ dog { ...unionWithInterface } } fragment unionWithInterface on Pet { ...dogOrHumanFragment } "
                + "fragment dogOrHumanFragment on DogOrHuman { ... on Dog { barkVolume } }"
        },
        {
            "PossibleFragmentSpreads", false,
            "{ pet { ...nonIntersectingInterfaces } } "
                + "fragment nonIntersectingInterfaces on Pet { ...sentientFragment } "
                + "fragment sentientFragment on Sentient { name }"
        },
        {
            "PossibleFragmentSpreads", false,
            "{ catOrDog { ... on HumanOrAlien { __typename } } }"
        },
    };

    public static TheoryData<string, bool, string> Directives { get; } = new()
    {
        { "KnownDirectives", true, "query ($foo: Boolean = true) { dog @skip(if: $foo) { name } }" },
        { "KnownDirectives", false, "{ dog @unknown { name } }" },
        { "KnownDirectives", false, "query ($foo: Boolean!) @skip(if: $foo) { dog { name } }" },
        {
            "UniqueDirectivesPerLocation", false,
            "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) @skip(if: $bar) { name } }"
        },
        {
            "UniqueDirectivesPerLocation", true,
            "query ($foo: Boolean = true, $bar: Boolean = false) "
                + "{ dog @skip(if: $foo) { name } dog @skip(if: $bar) { nickname } }"
        },
    };
}
