// The data of bench/Kalends.Bench/GraphQLWorld.cs, and resolvers that answer the same about it.

const begin = 1_644_874_120;
const names = ['Addiction', 'ADHD', 'CBT', 'Divorce', 'Sexuality'];
const therapistCount = 8;
const therapists = new Map(Array.from({ length: therapistCount }, (_, n) => [n + 1, makeTherapist(n + 1)]));

class Page {
  constructor(found, size, cursorOf) {
    this.edges = found.slice(0, size).map((node) => new Edge(node, cursorOf));
    this.hasNextPage = found.length > size;
    this.hasPreviousPage = false;
  }

  get pageInfo() {
    return this;
  }

  get startCursor() {
    return this.edges[0]?.cursor ?? null;
  }

  get endCursor() {
    return this.edges.at(-1)?.cursor ?? null;
  }
}

class Edge {
  #cursorOf;

  constructor(node, cursorOf) {
    this.node = node;
    this.#cursorOf = cursorOf;
  }

  get cursor() {
    return this.#cursorOf(this.node);
  }
}

/** The resolver of the query; most fields below it are properties. */
export function makeQuery(rows) {
  const appointments = Array.from({ length: rows }, (_, n) => ({
    appointmentId: n + 1,
    therapistId: ((n + 1) % therapistCount) + 1,
    startTimeUnixSeconds: begin + (n + 1) * 600,
    durationSeconds: 3600,
    type: 'one-off',
  }));
  return {
    Query: {
      appointments: (_, { filters, first }) =>
        new Page(
          filters ? appointments.filter((one) => fits(one, filters)) : appointments,
          first ?? 20,
          (one) => `${one.startTimeUnixSeconds} ${one.appointmentId}`,
        ),
    },
  };
}

/** The other resolvers, each a function of one object. */
export const resolvers = {
  Appointment: { therapists: therapistOf },
  Therapist: { specialisms: specialismsOf },
};

/** The same as functions of all objects of a level, so that a database would be asked once. */
export const loaders = {
  Appointment: { therapists: async (queries) => queries.map(({ obj }) => therapistOf(obj)) },
  Therapist: { specialisms: async (queries) => queries.map(({ obj, params }) => specialismsOf(obj, params)) },
};

function therapistOf(appointment) {
  return therapists.get(appointment.therapistId);
}

function specialismsOf(therapist, { first }) {
  return new Page(therapist.has, first ?? 20, (one) => one.specialismName);
}

function makeTherapist(id) {
  return {
    therapistId: id,
    firstName: `First${id}`,
    lastName: `Last${id}`,
    has: names
      .filter((name, n) => name === 'ADHD' || ((id >> n) & 1) === 1)
      .map((specialismName) => ({ specialismName })),
  };
}

function fits(appointment, { hasSpecialisms, type, startTimeUnixSecondsRange: within }) {
  if (type != null && appointment.type !== type) return false;
  const start = appointment.startTimeUnixSeconds;
  if (within && (start < within.begin || start > within.end)) return false;
  return (hasSpecialisms ?? []).every((name) =>
    therapistOf(appointment).has.some((specialism) => specialism.specialismName === name),
  );
}
