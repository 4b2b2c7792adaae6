import { createInterface } from 'node:readline';
import {
  buildSchema,
  execute,
  getIntrospectionQuery,
  parse,
  print,
  printDirective,
  printType,
  specifiedDirectives,
  specifiedRules,
  specifiedScalarTypes,
  validate,
  validateSchema,
} from 'graphql';
import { DocumentWriter } from './documents.mjs';
import { dumpDocument } from './dump.mjs';
import { mutate } from './mutants.mjs';
import { Random } from './random.mjs';
import { randomSchema } from './schemas.mjs';
import { makeExecutable, rootHash } from './universal.mjs';

// Answers one JSON line with one JSON line, for as long as its input is open.
//
//   {"kind":"world","seed":7,"documents":20,"mutants":8}   a random schema, documents for it, and what they must give
//   {"kind":"check","sdl":"…","document":"…"}              what one document must give
//   {"kind":"parse","document":"…"}                        what one document is as a tree, type definitions included
//   {"kind":"schema","sdl":"…"}                            whether a schema is valid, its introspection and its print

const introspectionQuery = getIntrospectionQuery({
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

// Each error remembers the rule that reported it: wording may differ between implementations, rules may not.
const rules = specifiedRules.map((rule) => (context) => {
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
      return outcome(makeExecutable(buildSchema(request.sdl)), request, request.seed ?? 0);
    case 'parse':
      return withoutDocument(parsed(request.document));
    case 'schema':
      return schemaFacts(buildSchema(request.sdl));
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
    for (let j = 0; j < mutants; j++) cases.push({ ...original, document: mutate(random, original.document, words) });
  }
  return {
    sdl,
    ...schemaFacts(schema),
    cases: cases.map((one) => ({ ...one, outcome: outcome(schema, one, seed) })),
    definitions: definitions(random, sdl, words, mutants),
  };
}

/** The schema's own text and mutants of it, to be parsed only. */
function definitions(random, sdl, words, mutants) {
  const documents = [sdl, ...Array.from({ length: mutants * 2 }, () => mutate(random, sdl, words))];
  return documents.map((document) => ({ document, outcome: withoutDocument(parsed(document)) }));
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
  const errors = validateSchema(schema).map((error) => error.message);
  if (errors.length > 0) return { errors };
  const types = Object.values(schema.getTypeMap());
  const printed = {};
  for (const type of types) {
    if (!type.name.startsWith('__') && !specifiedScalarTypes.includes(type)) printed[type.name] = printType(type);
  }
  for (const directive of schema.getDirectives()) {
    if (!specifiedDirectives.some(({ name }) => name === directive.name)) {
      printed[`@${directive.name}`] = printDirective(directive);
    }
  }
  const { data } = execute({ schema, document: parse(introspectionQuery) });
  return { errors, printed, introspectionQuery, introspection: JSON.stringify(data) };
}

function parsed(text) {
  try {
    const document = parse(text, { allowEmptySelectionSets: false });
    return { document, tree: dumpDocument(document), print: print(document) };
  } catch (error) {
    return { syntaxError: report(error) };
  }
}

function withoutDocument({ document, ...rest }) {
  return rest;
}

function outcome(schema, request, seed) {
  const { document, ...facts } = parsed(request.document);
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
