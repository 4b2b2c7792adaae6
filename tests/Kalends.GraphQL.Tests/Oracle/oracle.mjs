import { createInterface } from 'node:readline';
import {
  DirectiveLocation,
  GraphQLDeprecatedDirective,
  MaxIntrospectionDepthRule,
  assertValidSchema,
  buildSchema,
  execute,
  getIntrospectionQuery,
  parse,
  print,
  printSchema,
  specifiedRules,
  validate,
  validateSchema,
} from 'graphql';
import { DocumentWriter } from './documents.mjs';
import { dumpDocument } from './dump.mjs';
import { mutate, mutateSchema } from './mutants.mjs';
import { Random } from './random.mjs';
import { randomSchema } from './schemas.mjs';
import { makeExecutable, rootHash } from './universal.mjs';

// Answers one JSON line with one JSON line, for as long as its input is open.
//
//   {"kind":"world","seed":7,"documents":20,"mutants":8}   a random schema, documents for it, and what they must give
//   {"kind":"check","sdl":"…","document":"…"}              what one document must give

const introspectionQuery = getIntrospectionQuery({
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

// Most cases end in errors, and nobody reads where in the reference implementation they were made.
Error.stackTraceLimit = 0;

// The reference implementation is ahead of the edition of September 2025, which deprecates no directives.
GraphQLDeprecatedDirective.locations = GraphQLDeprecatedDirective.locations.filter(
  (location) => location !== DirectiveLocation.DIRECTIVE_DEFINITION,
);

// How deep introspection may go is a server's own decision, and the directives for incremental delivery are not part of
// the edition; their rules would find nothing and only take time.
const specified = specifiedRules.filter(
  (rule) => rule !== MaxIntrospectionDepthRule && !/Defer|Stream/.test(rule.name),
);

// Each error remembers the rule that reported it: wording may differ between implementations, rules may not.
const rules = specified.map((rule) => (context) => {
  const reporting = Object.create(context, {
    reportError: {
      value(error) {
        error.rule = rule.name.replace(/Rule$/, '');
        context.reportError(error);
      },
    },
  });
  return rule(reporting);
});

function answer(request) {
  switch (request.kind) {
    case 'world':
      return world(request);
    case 'check':
      return expectation(makeExecutable(buildSchema(request.sdl)), request, request.seed ?? 0);
    default:
      throw new Error(`There is no request of the kind ${request.kind}.`);
  }
}

function world({ seed, documents, mutants }) {
  const random = new Random(seed);
  const sdl = randomSchema(random);
  const schema = makeExecutable(buildSchema(sdl));
  const words = wordsOf(schema);
  const writer = new DocumentWriter(random, schema);
  const cases = [];
  for (let i = 0; i < documents; i++) {
    const original = writer.write();
    cases.push(original);
    for (let j = 0; j < mutants; j++) {
      cases.push({ ...original, document: mutate(random, original.document, words), printed: false });
    }
  }
  return {
    sdl,
    ...schemaFacts(schema),
    cases: cases.map((one) => ({ ...one, expected: expectation(schema, one, seed) })),
    definitions: definitions(random, sdl, words, mutants),
    schemas: Array.from({ length: Math.ceil(mutants / 4) }, () => schemaMutant(random, sdl)),
  };
}

/**
 * The schema's own text and mutants of it, to be parsed only. The directives at its start are left out of the mutants:
 * the reference implementation allows directives on them, as a later edition does.
 */
function definitions(random, sdl, words, mutants) {
  const types = sdl.slice(sdl.indexOf('\nenum '));
  const documents = [sdl, ...Array.from({ length: mutants }, () => mutate(random, types, words))];
  return documents.map((document) => ({ document, expected: withoutDocument(parsed(document)) }));
}

/** A changed schema and its faults; null where it is not even a schema, or where editions differ. */
function schemaMutant(random, sdl) {
  const mutant = mutateSchema(random, sdl);
  try {
    const schema = makeExecutable(buildSchema(mutant));
    const faults = validateSchema(schema).map((error) => error.message);
    const later = faults.some((fault) => isOfLaterEdition(fault, schema));
    return { sdl: mutant, faults: later ? null : faults };
  } catch {
    return { sdl: mutant, faults: null };
  }
}

/** Input objects that could only nest without end were looked for behind oneOf by a later edition. */
function isOfLaterEdition(fault, schema) {
  const names = fault.includes('finite value') ? fault.match(/\bInput\d+/g) : [];
  return names.some((name) => schema.getType(name).isOneOf);
}

function wordsOf(schema) {
  const words = new Set(['__typename', 'missing', 'part0', 'part1', 'v0', 'v1', 'x', 'on']);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    words.add(type.name);
    const members = type.getFields ? Object.values(type.getFields()) : type.getValues ? type.getValues() : [];
    for (const member of members) {
      words.add(member.name);
      for (const arg of member.args ?? []) words.add(arg.name);
    }
  }
  return [...words];
}

function schemaFacts(schema) {
  assertValidSchema(schema);
  const { data } = execute({ schema, document: parse(introspectionQuery) });
  return { printed: printSchema(schema), introspectionQuery, introspection: JSON.stringify(data) };
}

/** Printing takes as long as parsing, so only the documents that are not mutants are printed. */
function parsed(text, printed = true) {
  try {
    const document = parse(text, { allowEmptySelectionSets: false });
    return { document, tree: dumpDocument(document), print: printed ? print(document) : null };
  } catch (error) {
    return { syntaxError: report(error) };
  }
}

function withoutDocument({ document, ...rest }) {
  return rest;
}

function expectation(schema, request, seed) {
  const { document, ...facts } = parsed(request.document, request.printed);
  if (!document) return facts;
  const invalid = validate(schema, document, rules, { maxErrors: 10000, hideSuggestions: true }).map(report);
  if (invalid.length > 0) return { ...facts, invalid };
  const chosen = chooseOperation(document, request.operationName);
  // What a subscription answers is a stream; only its validation is compared.
  if (chosen?.operation === 'subscription') return { ...facts, invalid };
  return { ...facts, invalid, result: run(schema, document, request, seed) };
}

function chooseOperation(document, name) {
  const operations = document.definitions.filter((node) => node.kind === 'OperationDefinition');
  return name ? operations.find((node) => node.name?.value === name) : operations[0];
}

function run(schema, document, request, seed) {
  const result = execute({
    schema,
    document,
    rootValue: { hash: rootHash(seed) },
    operationName: request.operationName ?? undefined,
    variableValues: request.variables ? JSON.parse(request.variables) : undefined,
    hideSuggestions: true,
    // Every fault is of interest here; the limit is a safeguard of servers.
    options: { maxCoercionErrors: 10000 },
  });
  return {
    data: result.data === undefined ? null : JSON.stringify(result.data),
    errors: (result.errors ?? []).map(report),
  };
}

function report(error) {
  return {
    rule: error.rule ?? null,
    message: error.message,
    locations: (error.locations ?? []).map(({ line, column }) => `${line}:${column}`),
    path: error.path ? JSON.stringify(error.path) : null,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { failure: error.stack };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
