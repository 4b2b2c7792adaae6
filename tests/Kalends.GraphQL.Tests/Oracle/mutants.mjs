// Mutations of a document's tokens. Most break the syntax, many only the validity, some neither.

const tokenPattern =
  /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|\.\.\.|[_A-Za-z]\w*|-?\d[\d.eE+-]*|\s+|[^]/gu;

const strays = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '$',
  '=',
  '@',
  '...',
  '|',
  '&',
  '"',
  '"""',
  '#',
  ',',
  '.',
  '-',
  'on',
  'query',
  'mutation',
  'subscription',
  'fragment',
  'null',
  'true',
  'false',
  'type',
  'extend',
  '__typename',
  'x',
  '\ufeff',
  '\u0000',
  'é',
  '😀',
  '\\',
  "'",
  '%',
  '?',
  '\r',
  '\n',
  '`',
  '~',
];

const literals = [
  '0',
  '-0',
  '00',
  '01',
  '1.',
  '.5',
  '1e',
  '1e+',
  '0xF',
  '1a',
  '-',
  '1.5e-3',
  '2147483648',
  '""',
  '"\\q"',
  '"\\u12"',
  '"\\uD83D\\uDE00"',
  '"\\uD83D"',
  '"\\u{110000}"',
  '"\\u{D800}"',
  '"\\u{}"',
  '"open',
  '"""open',
  '"""a\\""" b"""',
  'null',
  'true',
  '$v0',
  '$undefined',
  '{}',
  '{a: 1}',
  '{a: 1, a: 2}',
  '[]',
  '[1, "a"]',
  'ENUM0_A',
  '{ name: {} }',
  '"tab\tin"',
  '"\\u{1F600}"',
];

const snippets = [
  '@skip(if: true)',
  '@include(if: $undefined)',
  '@skip',
  '@unknown',
  '@once(reason: 1)',
  '@tag @tag',
  '@once(reason: "a") @once(reason: "b")',
  '@deprecated',
  '...missing',
  '... on Missing { __typename }',
  '{ __typename }',
  '... on Int { x }',
  '(x: 1)',
  '(x: 1, x: 2)',
  'a: __typename',
  '__type',
  '__schema { types { kind name } }',
  'fragment extra on Query { __typename }',
  '{ __typename }\nquery Op0 { __typename }',
  'type A { a: Int }',
  'extend type Query { a: Int }',
  '$v0: Int',
  '($v: Missing)',
  '($v: Thing0)',
  '($v: Int, $v: Int)',
  '...part0',
  '...part1',
  '__typename @skip(if: $v0)',
  'name name',
  'a: name',
  'type: size',
  'scalar X',
  '"described" query X { __typename }',
  '"described" { __typename }',
  'subscription S { __typename }',
  'mutation { __typename }',
  '... @include(if: true) { __typename }',
];

export function mutate(random, document, words) {
  let tokens = document.match(tokenPattern) ?? [];
  const steps = random.chance(75) ? 1 : 2;
  for (let i = 0; i < steps; i++) tokens = step(random, tokens, words);
  return tokens.join('');
}

function step(random, tokens, words) {
  const at = random.below(tokens.length + 1);
  const result = [...tokens];
  switch (random.below(12)) {
    case 0:
      result.splice(at, 1);
      return result;
    case 1:
      result.splice(at, 0, result[random.below(tokens.length)] ?? '');
      return result;
    case 2:
      [result[at % tokens.length], result[(at + 2) % tokens.length]] = [
        result[(at + 2) % tokens.length],
        result[at % tokens.length],
      ];
      return result;
    case 3:
      result.splice(at, 1, random.pick(strays));
      return result;
    case 4:
      result.splice(at, 0, random.pick(strays));
      return result;
    case 5:
      return result.slice(0, at);
    case 6:
    case 7:
      return rename(random, result, words);
    case 8:
      return replaceLiteral(random, result);
    case 9:
      result.splice(at, 0, ` ${random.pick(snippets)} `);
      return result;
    case 10:
      return duplicateGroup(random, result);
    default:
      return removeGroup(random, result);
  }
}

/** Another name of the document or the schema: the syntax survives, the meaning seldom does. */
function rename(random, tokens, words) {
  const names = indexes(tokens, (token) => /^[_A-Za-z]/.test(token));
  if (names.length === 0) return tokens;
  const pool = random.chance(50) ? names.map((index) => tokens[index]) : words;
  tokens[random.pick(names)] = random.pick(pool);
  return tokens;
}

function replaceLiteral(random, tokens) {
  const places = indexes(
    tokens,
    (token, index) => /^(["\d-]|true|false|null)/.test(token) || tokens[index - 1] === '$',
  );
  if (places.length === 0) return tokens;
  tokens[random.pick(places)] = random.pick(literals);
  return tokens;
}

function duplicateGroup(random, tokens) {
  const group = findGroup(random, tokens);
  if (group) tokens.splice(group.end + 1, 0, ' ', ...tokens.slice(group.start, group.end + 1));
  return tokens;
}

function removeGroup(random, tokens) {
  const group = findGroup(random, tokens);
  if (group) tokens.splice(group.start, group.end + 1 - group.start);
  return tokens;
}

/** A balanced pair of brackets, found by counting from a random opening one; perhaps with the name before it. */
function findGroup(random, tokens) {
  const opens = indexes(tokens, (token) => '{(['.includes(token));
  if (opens.length === 0) return null;
  const start = random.pick(opens);
  let depth = 0;
  for (let end = start; end < tokens.length; end++) {
    if ('{(['.includes(tokens[end])) depth++;
    if ('})]'.includes(tokens[end])) depth--;
    if (depth === 0) return { start: random.chance(40) ? Math.max(0, start - 2) : start, end };
  }
  return null;
}

function indexes(tokens, test) {
  return tokens.flatMap((token, index) => (test(token, index) ? [index] : []));
}

/** Changes a schema where it can become invalid: types of fields and arguments, defaults, what implements what. */
export function mutateSchema(random, sdl) {
  let text = sdl;
  for (let steps = random.between(1, 3); steps > 0; steps--) text = mutateDefinition(random, text);
  return text;
}

function mutateDefinition(random, sdl) {
  const lines = sdl.split('\n');
  const places = indexes(lines, (line) => /^( {2}\w+[(:]|type |interface |input |union )/.test(line));
  const at = random.pick(places);
  const types = [...new Set(sdl.match(/\b(Int|Boolean|Token|(Enum|Input|Face|Thing|Either)\d)\b/g))];
  lines[at] = changeDefinition(random, lines[at], types);
  return lines.join('\n');
}

function changeDefinition(random, line, types) {
  switch (random.below(9)) {
    case 0:
      // A description may not be left without what it describes, so the member stays as another one.
      return line.replace(/^ {2}\w+/, '  other');
    case 1:
      return replaceOne(random, line, /(?<=: \[*)\w+/g, () => random.pick(types));
    case 2:
      return replaceOne(random, line, /(?<=: \[*\w+\]*)(?=[ ,)]|$)/g, () => '!');
    case 3:
      return replaceOne(random, line, /(?<=: [[\w]+\]*)!/g, () => '');
    case 4:
      return replaceOne(random, line, /(?<== ).+?(?=[,)@]|$)/g, () =>
        random.pick(literals.slice(6, 9).concat('{}', '[1]', 'null')),
      );
    case 5:
      return line.endsWith('{') ? line : `${line} @deprecated`;
    case 6:
      return replaceOne(random, line, / implements| &/g, (word) => `${word} ${random.pick(types)} &`);
    case 7:
      return line.replace(/ implements [^{]*/, ' ');
    default:
      return line.startsWith('input')
        ? line.replace('{', '@oneOf {').replace('@oneOf @oneOf', '')
        : line.replace(/\(.*\)/, '');
  }
}

function replaceOne(random, text, pattern, replacement) {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const match = random.pick(found);
  return text.slice(0, match.index) + replacement(match[0]) + text.slice(match.index + match[0].length);
}
