import {
  GraphQLScalarType,
  Kind,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';

// Every value is a function of the parent's hash, the field and its arguments. The test project computes the same
// function, so any schema can be executed on both sides and the answers must agree to the byte.

const texts = [
  'plain',
  '',
  'two words',
  'quote " and \\ backslash',
  'line\nfeed\ttab\rreturn',
  'null \u0000 bell \u0007 back \b form \f',
  'delete \u007f next \u0085 line \u2028',
  'grüße',
  '日本語',
  'emoji 😀 flag 🇨🇭',
  "</script>&'+",
  'a'.repeat(70),
];

const floats = [0, 0.1, -0.5, 1e21, 1.5e-9, 123456789012345680000, 5e-324, 1.7976931348623157e308, 4.35, 1e-7, 1e16];

export function rootHash(seed) {
  return mix(0x811c9dc5, `root ${seed}`);
}

/** FNV-1a over UTF-16 code units, continued from an earlier hash. */
export function mix(hash, text) {
  let h = hash;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  // The low bits decide about nulls and errors; without a final scramble neighbours would share their fate.
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** A text for coerced arguments that does not depend on key order nor on how a number is written. */
export function canonical(value) {
  if (value === undefined) return '?';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return bits(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${key}:${canonical(value[key])}`).join()}}`;
}

function bits(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number + 0);
  return `#${view.getBigUint64(0).toString(16)}`;
}

export function resolveField(parent, args, context, info) {
  // A field of this name shows what its arguments were coerced to.
  if (info.fieldName === 'echo') return JSON.stringify(args);
  const hash = mix(parent.hash, `${info.parentType.name}.${info.fieldName}${canonical(args)}`);
  if (hash % 29 === 7) throw new Error('The resolver failed.');
  return valueOf(hash, info.returnType, info.schema);
}

function valueOf(hash, type, schema) {
  if (isNonNullType(type)) return hash % 23 === 5 ? null : presentValueOf(hash, type.ofType, schema);
  return hash % 11 === 3 ? null : presentValueOf(hash, type, schema);
}

function presentValueOf(hash, type, schema) {
  if (isListType(type)) {
    return Array.from({ length: (hash >>> 4) % 4 }, (_, index) => valueOf(mix(hash, `${index}`), type.ofType, schema));
  }
  if (isObjectType(type)) return { __typename: type.name, hash };
  if (isAbstractType(type)) {
    const names = schema
      .getPossibleTypes(type)
      .map((possible) => possible.name)
      .sort();
    return { __typename: names[(hash >>> 3) % names.length], hash };
  }
  if (isEnumType(type)) return type.getValues()[(hash >>> 3) % type.getValues().length].value;
  return scalarOf(hash, type.name);
}

function scalarOf(hash, name) {
  switch (name) {
    case 'Int':
      return hash % 64 === 9 ? 2147483648 + (hash >>> 8) : ((hash >>> 3) % 200001) - 100000;
    case 'Float':
      if (hash % 64 === 9) return Number.NaN;
      return hash % 4 === 0 ? floats[(hash >>> 3) % floats.length] : (hash | 0) / 1024;
    case 'Boolean':
      return (hash >>> 3) % 2 === 1;
    case 'ID':
      return `${hash % 7 === 0 ? 'id:' : ''}${hash >>> 3}`;
    default:
      return texts[(hash >>> 3) % texts.length];
  }
}

/** The behaviour of the custom scalars that generated schemas declare: strings of at most eight characters. */
export function token(value) {
  if (typeof value !== 'string' || value.length > 8) throw new TypeError('A token is a short string.');
  return value;
}

/** Gives a schema built from SDL its resolvers and its scalars. */
export function makeExecutable(schema) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) field.resolve = resolveField;
    } else if (isScalarType(type) && !builtIn.has(type.name)) {
      makeToken(type);
    }
  }
  return schema;
}

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

function makeToken(scalar) {
  const donor = new GraphQLScalarType({
    name: scalar.name,
    coerceOutputValue: (value) => value,
    coerceInputValue: token,
    // As the plain value of a literal: the name of an enum value is a string too.
    coerceInputLiteral: (node) => token([Kind.STRING, Kind.ENUM].includes(node.kind) ? node.value : undefined),
  });
  scalar.coerceOutputValue = donor.coerceOutputValue;
  scalar.coerceInputValue = donor.coerceInputValue;
  scalar.coerceInputLiteral = donor.coerceInputLiteral;
  scalar.serialize = donor.serialize;
  scalar.parseValue = donor.parseValue;
  scalar.parseLiteral = donor.parseLiteral;
}
