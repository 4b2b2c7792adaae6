using static Kalends.GraphQL.Tests.Differential.SpecExamples;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The examples about values and variables, in the form of <see cref="SpecExamples"/>.</summary>
static class SpecExamplesOfValues
{
    public static TheoryData<string, bool, string> Values { get; } = new()
    {
        {
            "ValuesOfCorrectType", true,
            On("arguments", "goodBooleanArg on Arguments { booleanArgField(booleanArg: true) }")
        },
        {
            "ValuesOfCorrectType", true,
            On("arguments", "coercedIntIntoFloatArg on Arguments { floatArgField(floatArg: 123) }")
        },
        {
            "ValuesOfCorrectType", true,
            """
            query goodComplexDefaultValue($search: FindDogInput = { name: "Fido" }) {
              findDog(searchBy: $search) { name } }
            """
        },
        {
            "ValuesOfCorrectType", true,
            """mutation addPet($pet: PetInput! = { cat: { name: "Brontie" } }) { addPet(pet: $pet) { name } }"""
        },
        {
            "ValuesOfCorrectType", false,
            On("arguments", """stringIntoInt on Arguments { intArgField(intArg: "123") }""")
        },
        { "ValuesOfCorrectType", false, """{ findDog(searchBy: { name: 123 }) { name } }""" },
        {
            "ValuesOfCorrectType", false,
            """
            mutation oneOfWithNoFields { addPet(pet: {}) { name } }
            """
        },
        {
            "ValuesOfCorrectType", false,
            """
            mutation oneOfWithTwoFields($dog: DogInput!) {
              addPet(pet: { cat: { name: "Brontie" }, dog: $dog }) { name } }
            """
        },
        {
            "ValuesOfCorrectType", false,
            """
            mutation listOfOneOfWithNullableVariable($dog: DogInput!) {
              addPets(pets: [{ cat: { name: "Brontie" }, dog: $dog }]) { name } }
            """
        },
        { "ValuesOfCorrectType", true, """{ findDog(searchBy: { name: "Fido" }) { name } }""" },
        { "ValuesOfCorrectType", false, """{ findDog(searchBy: { favoriteCookieFlavor: "Bacon" }) { name } }""" },
        {
            "UniqueInputFieldNames", false,
            """{ findDog(searchBy: { name: "Fido", name: "Rex" }) { name } }"""
        },
        { "ValuesOfCorrectType", false, """mutation { addPet(pet: { cat: { nickname: "Bron" } }) { name } }""" },
        { "ValuesOfCorrectType", false, """mutation { addPet(pet: { cat: { name: null } }) { name } }""" },
    };

    public static TheoryData<string, bool, string> Variables { get; } = new()
    {
        {
            "UniqueVariableNames", false,
            "query houseTrainedQuery($atOtherHomes: Boolean, $atOtherHomes: Boolean) "
                + "{ dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }"
        },
        {
            "UniqueVariableNames", true,
            """
            query A($atOtherHomes: Boolean) { ...HouseTrainedFragment }
            query B($atOtherHomes: Boolean) { ...HouseTrainedFragment }
            fragment HouseTrainedFragment on Query { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }
            """
        },
        {
            "VariablesAreInputTypes", true,
            """
            query takesBoolean($atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }
            query takesComplexInput($search: FindDogInput) { findDog(searchBy: $search) { name } }
            query TakesListOfBooleanBang($booleans: [Boolean!]) { booleanList(booleanListArg: $booleans) }
            """
        },
        { "VariablesAreInputTypes", false, "query takesCat($cat: Cat) { dog { name @skip(if: $cat) } }" },
        { "VariablesAreInputTypes", false, "query takesDogBang($dog: Dog!) { dog { name @skip(if: $dog) } }" },
        { "VariablesAreInputTypes", false, "query takesListOfPet($pets: [Pet]) { dog { name @skip(if: $pets) } }" },
        {
            "VariablesAreInputTypes", false,
            "query takesCatOrDog($catOrDog: CatOrDog) { dog { name @skip(if: $catOrDog) } }"
        },
        {
            "NoUndefinedVariables", true,
            "query variableIsDefined($atOtherHomes: Boolean) { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }"
        },
        {
            "NoUndefinedVariables", false,
            "query variableIsNotDefined { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }"
        },
        {
            "NoUndefinedVariables", true,
            """
            query variableIsDefinedUsedInSingleFragment($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "NoUndefinedVariables", false,
            """
            query variableIsNotDefinedUsedInSingleFragment { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "NoUndefinedVariables", false,
            """
            query variableIsNotDefinedUsedInNestedFragment { dog { ...outerHouseTrainedFragment } }
            fragment outerHouseTrainedFragment on Dog { ...isHouseTrainedFragment }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "NoUndefinedVariables", true,
            """
            query houseTrainedQueryOne($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            query houseTrainedQueryTwo($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "NoUndefinedVariables", false,
            """
            query houseTrainedQueryOne($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            query houseTrainedQueryTwoNotDefined { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        { "NoUnusedVariables", false, "query variableUnused($atOtherHomes: Boolean) { dog { isHouseTrained } }" },
        {
            "NoUnusedVariables", true,
            """
            query variableUsedInFragment($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "NoUnusedVariables", false,
            """
            query variableNotUsedWithinFragment($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained }
            """
        },
        {
            "NoUnusedVariables", false,
            """
            query queryWithUsedVar($atOtherHomes: Boolean) { dog { ...isHouseTrainedFragment } }
            query queryWithExtraVar($atOtherHomes: Boolean, $extra: Int) { dog { ...isHouseTrainedFragment } }
            fragment isHouseTrainedFragment on Dog { isHouseTrained(atOtherHomes: $atOtherHomes) }
            """
        },
        {
            "VariablesInAllowedPosition", false,
            "query intCannotGoIntoBoolean($intArg: Int) { arguments { booleanArgField(booleanArg: $intArg) } }"
        },
        {
            "VariablesInAllowedPosition", false,
            "query booleanListCannotGoIntoBoolean($booleanListArg: [Boolean]) "
                + "{ arguments { booleanArgField(booleanArg: $booleanListArg) } }"
        },
        {
            "VariablesInAllowedPosition", false,
            "query booleanArgQuery($booleanArg: Boolean) "
                + "{ arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }"
        },
        {
            "VariablesInAllowedPosition", true,
            "query nonNullListToList($nonNullBooleanList: [Boolean]!) "
                + "{ arguments { booleanListArgField(booleanListArg: $nonNullBooleanList) } }"
        },
        {
            "VariablesInAllowedPosition", false,
            "query listToNonNullList($booleanList: [Boolean]) "
                + "{ arguments { nonNullBooleanListField(nonNullBooleanListArg: $booleanList) } }"
        },
        {
            "VariablesInAllowedPosition", true,
            "query booleanArgQueryWithDefault($booleanArg: Boolean) "
                + "{ arguments { optionalNonNullBooleanArgField(optionalBooleanArg: $booleanArg) } }"
        },
        {
            "VariablesInAllowedPosition", true,
            "query booleanArgQueryWithDefault($booleanArg: Boolean = true) "
                + "{ arguments { nonNullBooleanArgField(nonNullBooleanArg: $booleanArg) } }"
        },
        {
            "VariablesInAllowedPosition", true,
            "mutation addCat($cat: CatInput!) { addPet(pet: { cat: $cat }) { name } }"
        },
        {
            "VariablesInAllowedPosition", true,
            """
            mutation addCatWithDefault($cat: CatInput! = { name: "Brontie" }) { addPet(pet: { cat: $cat }) { name } }
            """
        },
        {
            // The reference implementation accepts this one; see Differential/README.md.
            "VariablesInAllowedPosition", false,
            "mutation addNullableCat($cat: CatInput) { addPet(pet: { cat: $cat }) { name } }"
        },
    };
}
