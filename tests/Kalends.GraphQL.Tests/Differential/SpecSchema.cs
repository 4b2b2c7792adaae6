namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The schema of the specification's chapter on validation, with the roots its examples assume.</summary>
static class SpecSchema
{
    public const string Sdl = """
        type Query {
          dog: Dog
          cat: Cat
          pet: Pet
          human: Human
          catOrDog: CatOrDog
          humanOrAlien: HumanOrAlien
          findDog(searchBy: FindDogInput): Dog
          arguments: Arguments
          booleanList(booleanListArg: [Boolean!]): Boolean
        }

        type Mutation {
          mutateDog: MutateDogResult
          addPet(pet: PetInput!): Pet
          addPets(pets: [PetInput!]!): [Pet]
        }

        type Subscription {
          newMessage: Message
          disallowedSecondRootField: Boolean
        }

        enum DogCommand { SIT DOWN HEEL }

        type Dog implements Pet {
          name: String!
          nickname: String
          barkVolume: Int
          doesKnowCommand(dogCommand: DogCommand!): Boolean!
          isHouseTrained(atOtherHomes: Boolean): Boolean!
          owner: Human
        }

        interface Sentient { name: String! }

        interface Pet { name: String! }

        type Alien implements Sentient {
          name: String!
          homePlanet: String
        }

        type Human implements Sentient {
          name: String!
          pets: [Pet!]
        }

        enum CatCommand { JUMP }

        type Cat implements Pet {
          name: String!
          nickname: String
          doesKnowCommand(catCommand: CatCommand!): Boolean!
          meowVolume: Int
        }

        union CatOrDog = Cat | Dog
        union DogOrHuman = Dog | Human
        union HumanOrAlien = Human | Alien

        input FindDogInput {
          name: String
          owner: String
        }

        input CatInput { name: String! nickname: String meowVolume: Int }

        input DogInput { name: String! nickname: String barkVolume: Int }

        input PetInput @oneOf { cat: CatInput dog: DogInput }

        type MutateDogResult { id: ID! }

        type Message { body: String sender: String }

        type Arguments {
          multipleRequirements(x: Int!, y: Int!): Int!
          booleanArgField(booleanArg: Boolean): Boolean
          floatArgField(floatArg: Float): Float
          intArgField(intArg: Int): Int
          nonNullBooleanArgField(nonNullBooleanArg: Boolean!): Boolean!
          nonNullBooleanListField(nonNullBooleanListArg: [Boolean!]!): [Boolean!]
          booleanListArgField(booleanListArg: [Boolean]!): [Boolean]
          optionalNonNullBooleanArgField(optionalBooleanArg: Boolean! = false): Boolean!
        }

        """;
}
