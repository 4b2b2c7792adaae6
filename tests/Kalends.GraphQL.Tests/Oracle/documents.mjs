import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

// Random operations for a schema: mostly valid, with aliases, merged duplicates, fragments, variables with and
// without defaults, absent and null values, and directives.

const meta = ['__typename', '__schema{queryType{name}}', '__schema{directives{name locations args{name type{kind}}}}'];
const strings = [
  '""',
  '"text"',
  '"a \\"quote\\""',
  '"ünï 😀"',
  '"\\u00e9\\n"',
  '"\\u{1F600}"',
  '"""block"""',
  '"""\n    two\n      lines\n  """',
  '"a longer text than a token"',
];

export class DocumentWriter {
  constructor(random, schema) {
    this.random = random;
    this.schema = schema;
  }

  /** A document with the request's other parts: operation name and variables as JSON text. */
  write() {
    const r = this.random;
    this.fragments = [];
    this.responseNames = new Map();
    // Some documents are mostly about whether fields can be merged.
    this.clashes = r.chance(12) ? 25 : 2;
    // Sets aside how many more selections this document may have; without it sizes would grow with every level.
    this.budget = r.chance(12) ? r.between(20, 60) : r.between(2, 16);
    const count = r.chance(80) ? 1 : r.between(2, 3);
    const operations = Array.from({ length: count }, (_, index) => this.operation(index, count));
    const written = this.writeFragments();
    const parts = r.chance(50)
      ? [...operations.map((o) => o.text), ...written]
      : [...written, ...operations.map((o) => o.text)];
    const chosen = r.pick(operations);
    return {
      document: parts.join(r.pick(['\n', '\r\n', ' ', '\n# comment\n', ' ,,\n'])),
      operationName:
        count > 1 ? (r.chance(92) ? chosen.name : r.pick([null, 'Missing'])) : r.chance(90) ? null : chosen.name,
      variables: this.variableValues(chosen),
    };
  }

  operation(index, count) {
    const r = this.random;
    this.variables = new Map();
    this.fragmentsOpen = [];
    const kinds = ['query', 'query', 'query', 'mutation', 'subscription'].filter((kind) =>
      this.schema.getRootType(kind),
    );
    const kind = r.pick(kinds);
    const root = this.schema.getRootType(kind);
    const name = count > 1 || r.chance(40) ? `Op${index}` : null;
    // Fragments that use variables belong to the operation that defines these variables.
    this.scope = index;
    const selections = kind === 'subscription' ? this.subscription(root) : this.selectionSet(root, 0);
    this.finishFragments();
    const variables = [...this.variables.values()];
    const shorthand = kind === 'query' && !name && variables.length === 0 && r.chance(60);
    const definitions = variables.length
      ? `(${variables.map((v) => v.definition).join(r.pick([', ', ' ', '\n']))})`
      : '';
    const description = r.chance(5) ? '"An operation." ' : '';
    const head = shorthand ? '' : `${description}${kind} ${name ?? ''}${definitions}${this.tag('operation')} `;
    return { kind, name, variables, text: head + selections };
  }

  /** A subscription has one root field, without conditions. */
  subscription(root) {
    const names = Object.keys(root.getFields());
    return `{ ${this.field(root, root.getFields()[this.random.pick(names)], 0)} }`;
  }

  selectionSet(type, depth) {
    const r = this.random;
    const selections = [this.selection(type, depth)];
    for (let more = r.below(depth === 0 ? 5 : 3); more > 0 && this.budget > 0; more--) {
      selections.push(this.selection(type, depth));
    }
    return `{${r.pick([' ', '\n', '\n  '])}${selections.join(r.pick([' ', '\n', ', ', '\n\t']))} }`;
  }

  selection(type, depth) {
    const r = this.random;
    const dice = r.below(100);
    this.budget--;
    if (this.clashes > 20 && isAbstractType(type) && r.chance(50)) return this.pair(type);
    if (dice < 12) return this.inlineFragment(type, depth);
    if (dice < 22) return this.fragmentSpread(type, depth);
    if (dice < 28 || !type.getFields) return this.metaField(type);
    return this.field(type, r.pick(Object.values(type.getFields())), depth);
  }

  metaField(type) {
    const r = this.random;
    if (type !== this.schema.getQueryType() || r.chance(50)) {
      return `${r.chance(20) ? 'kind: ' : ''}__typename${this.condition()}`;
    }
    if (r.chance(50)) return r.pick(meta);
    const named = r.pick(Object.keys(this.schema.getTypeMap()));
    // Implementations describe the specification's own types in their own words, so nobody asks for descriptions here.
    return (
      `__type(name: "${named.startsWith('__') ? 'Missing' : named}") ` +
      '{ kind name fields(includeDeprecated: true) { name args { name defaultValue } isDeprecated } ' +
      'enumValues { name } inputFields { name defaultValue } possibleTypes { name } ofType { name } isOneOf }'
    );
  }

  field(type, field, depth) {
    const r = this.random;
    const named = getNamedType(field.type);
    const args = this.arguments(field.args);
    const key = `${field.name}${args} ${field.type}`;
    const responseName = this.responseName(field.name, key);
    const alias = responseName === field.name ? '' : `${responseName}${r.pick([': ', ':'])}`;
    const leaf = !isCompositeType(named);
    const selections = leaf
      ? ''
      : depth > 4 || this.budget <= 0
        ? ' { __typename }'
        : ` ${this.selectionSet(named, depth + 1)}`;
    return `${alias}${field.name}${args}${this.condition()}${this.tag('field')}${selections}`;
  }

  /** One response name always stands for the same field with the same arguments, so that selections merge. */
  responseName(name, key) {
    const r = this.random;
    if (r.chance(this.clashes)) return r.pick(['clash', name, 'first']);
    let candidate = r.chance(15) ? r.pick(['first', 'second', 'third']) : name;
    for (let i = 0; this.responseNames.has(candidate) && this.responseNames.get(candidate) !== key; i++) {
      candidate = `${name}${i}`;
    }
    this.responseNames.set(candidate, key);
    return candidate;
  }

  inlineFragment(type, depth) {
    const r = this.random;
    const target = r.chance(60) ? this.overlapping(type) : null;
    const on = target ? ` on ${target.name}` : '';
    return `...${on}${this.condition()} ${this.selectionSet(target ?? type, depth + 1)}`;
  }

  /** Two fields of one response name on two types: they must have the same shape, even if they never meet. */
  pair(type) {
    const r = this.random;
    const objects = this.schema.getPossibleTypes(type);
    const one = r.pick(Object.values(r.pick(objects).getFields()));
    const other = r.pick(objects);
    const alike = Object.values(other.getFields()).filter((f) => getNamedType(f.type) === getNamedType(one.type));
    const two = r.pick(alike.length > 0 && r.chance(80) ? alike : Object.values(other.getFields()));
    const owner = objects.find((object) => object.getFields()[one.name] === one);
    return `... on ${owner.name} { same: ${this.bare(one)} } ... on ${other.name} { same: ${this.bare(two)} }`;
  }

  bare(field) {
    const r = this.random;
    const args = this.arguments(field.args);
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return `${field.name}${args}`;
    const inner = named.getFields ? r.pick(Object.values(named.getFields())) : null;
    const leaf = inner && !isCompositeType(getNamedType(inner.type)) && !inner.args.some(isRequiredArgument);
    return `${field.name}${args} { ${r.chance(30) || !leaf ? '__typename' : `same: ${inner.name}`} }`;
  }

  fragmentSpread(type, depth) {
    const r = this.random;
    const known = this.fragments.filter(
      (f) => f.scope === this.scope && f.depth > depth && this.overlaps(f.type, type),
    );
    const again = known.length > 0 && r.chance(50) ? r.pick(known) : null;
    if (!again && (depth > 3 || this.fragments.length > 5 || this.budget <= 0)) return `__typename${this.condition()}`;
    const fragment = again ?? this.newFragment(type, depth);
    return `...${r.chance(10) ? ' ' : ''}${fragment.name}${this.condition()}`;
  }

  /** Fragments are written later and only spread fragments of a greater depth, so they never form a cycle. */
  newFragment(type, depth) {
    const fragment = {
      name: `part${this.fragments.length}`,
      type: this.overlapping(type),
      depth: depth + 1,
      scope: this.scope,
      body: null,
    };
    this.fragments.push(fragment);
    this.fragmentsOpen.push(fragment);
    return fragment;
  }

  finishFragments() {
    while (this.fragmentsOpen.length > 0) {
      const fragment = this.fragmentsOpen.pop();
      fragment.body = this.selectionSet(fragment.type, fragment.depth);
    }
  }

  writeFragments() {
    return this.fragments.map((f) => `fragment ${f.name} on ${f.type.name}${this.tag('fragment')} ${f.body}`);
  }

  overlapping(type) {
    const all = Object.values(this.schema.getTypeMap());
    const fitting = all.filter((t) => isCompositeType(t) && !t.name.startsWith('__') && this.overlaps(t, type));
    // An interface that nothing implements overlaps with nothing, not even with itself.
    return fitting.length === 0 || this.random.chance(40) ? type : this.random.pick(fitting);
  }

  overlaps(a, b) {
    const left = isAbstractType(a) ? this.schema.getPossibleTypes(a) : [a];
    const right = isAbstractType(b) ? this.schema.getPossibleTypes(b) : [b];
    return left.some((t) => right.includes(t));
  }

  condition() {
    const r = this.random;
    if (!r.chance(12)) return '';
    const value = r.chance(50) ? r.pick(['true', 'false']) : this.conditionVariable();
    return ` @${r.pick(['skip', 'include'])}(if: ${value})`;
  }

  /** A default lets a nullable variable stand where null may not. */
  conditionVariable() {
    const r = this.random;
    if (r.chance(75)) return this.variable('Boolean!', null);
    const name = `v${this.variables.size}`;
    const definition = `$${name}: Boolean = ${r.pick(['true', 'false'])}`;
    this.variables.set(name, { name, type: 'Boolean', definition, hasDefault: true });
    return `$${name}`;
  }

  tag(place) {
    const r = this.random;
    if (!r.chance(4)) return '';
    const once = place === 'field' && r.chance(40) ? ' @once(reason: "why")' : '';
    // Only fields are written before the variables of their operation are.
    const named = place === 'field' && r.chance(40) ? this.variable('String', null) : '"n"';
    return `${once} @tag${r.chance(50) ? '' : `(name: ${named}, size: 3)`}${r.chance(20) ? ' @tag' : ''}`;
  }

  arguments(args) {
    const r = this.random;
    const written = args.filter((arg) => isRequiredArgument(arg) || r.chance(55));
    if (r.chance(20)) written.reverse();
    return written.length
      ? `(${written.map((arg) => `${arg.name}: ${this.input(arg.type, 0, arg)}`).join(r.pick([', ', ' ']))})`
      : '';
  }

  /** An input value of a type: a literal, or a variable whose type fits the place. */
  input(type, depth, place) {
    const r = this.random;
    if (r.chance(depth === 0 ? 35 : 12)) return this.variable(this.variableType(type, place), type);
    if (isNonNullType(type)) return this.presentInput(type.ofType, depth);
    return r.chance(10) ? 'null' : this.presentInput(type, depth);
  }

  variableType(type, place) {
    const r = this.random;
    if (isNonNullType(type)) {
      return place?.defaultValue !== undefined || place?.default !== undefined
        ? r.pick([`${type}`, `${type.ofType}`])
        : `${type}`;
    }
    return r.chance(25) ? `${type}!` : `${type}`;
  }

  presentInput(type, depth) {
    const r = this.random;
    if (isListType(type)) {
      if (r.chance(15)) return this.input(type.ofType, depth + 1);
      const items = Array.from({ length: r.below(4) }, () => this.input(type.ofType, depth + 1));
      return `[${items.join(r.pick([', ', ' ']))}]`;
    }
    if (isEnumType(type)) return r.pick(type.getValues()).name;
    if (isInputObjectType(type)) return this.inputObject(type, depth);
    return this.leaf(type.name);
  }

  inputObject(type, depth) {
    const r = this.random;
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      const field = r.pick(fields);
      const byVariable = r.chance(20);
      const value = byVariable ? this.variable(`${field.type}!`, null) : this.presentInput(field.type, depth + 1);
      return `{ ${field.name}: ${value} }`;
    }
    const written = fields.filter((field) => isRequiredInputField(field) || r.chance(depth > 2 ? 10 : 50));
    return `{${written.map((field) => `${field.name}: ${this.input(field.type, depth + 1, field)}`).join(', ')}}`;
  }

  leaf(name) {
    const r = this.random;
    if (r.chance(2)) return r.pick(['1', '1.5', '"text"', 'true', 'ENUM', '99999999999', '{}', '[]']);
    switch (name) {
      case 'Int':
        return r.pick(['0', '1', '-1', '-0', '42', '2147483647', '-2147483648']);
      case 'Float':
        return r.pick(['0', '-0', '1.5', '-2.25', '7', '1e3', '1E-3', '0.1', '12345678901234567890', '3.0']);
      case 'Boolean':
        return r.pick(['true', 'false']);
      case 'ID':
        return r.pick(['"id"', '7', '"7"', '123456789012345678901234567890', '-0', '"ünï"']);
      case 'Token':
        return r.pick(['"short"', '""', '"eight888"']);
      default:
        return r.pick(strings);
    }
  }

  /** A use of a variable of this type, which is defined at its first use. */
  variable(type, defaultFor) {
    const r = this.random;
    const same = [...this.variables.values()].filter((v) => v.type === type);
    if (same.length && r.chance(40)) return `$${r.pick(same).name}`;
    const name = `v${this.variables.size}`;
    const wantsDefault = defaultFor && r.chance(25);
    // Defaults are constants: the writer's variables are set aside while one is written.
    const defaultText = wantsDefault ? ` = ${this.constantOf(defaultFor, type)}` : '';
    const colon = r.pick([': ', ':', ' : ']);
    const definition = `$${name}${colon}${type}${defaultText}${r.chance(2) ? ' @tag' : ''}`;
    this.variables.set(name, { name, type, definition, hasDefault: wantsDefault });
    return `$${name}`;
  }

  constantOf(place, type) {
    const inner = isNonNullType(place) ? place.ofType : place;
    return !type.endsWith('!') && this.random.chance(15) ? 'null' : this.constant(inner, 0);
  }

  constant(type, depth) {
    const r = this.random;
    if (isNonNullType(type)) return this.constant(type.ofType, depth);
    if (isListType(type)) {
      return `[${Array.from({ length: r.below(3) }, () => this.constant(type.ofType, depth + 1)).join(', ')}]`;
    }
    if (isEnumType(type)) return r.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return this.leaf(type.name);
    const fields = Object.values(type.getFields());
    const written = type.isOneOf
      ? [r.pick(fields)]
      : fields.filter((field) => isRequiredInputField(field) || r.chance(30 / (depth + 1)));
    return `{${written.map((field) => `${field.name}: ${this.constant(field.type, depth + 1)}`).join(', ')}}`;
  }

  variableValues(operation) {
    const r = this.random;
    const entries = [];
    for (const variable of operation.variables) {
      const required = variable.type.endsWith('!') && !variable.hasDefault;
      if (r.chance(required ? 3 : 30)) continue;
      const type = this.typeOf(variable.type);
      entries.push(`${JSON.stringify(variable.name)}:${r.chance(3) ? this.wrongJson(type) : this.json(type, 0)}`);
    }
    if (r.chance(5)) entries.push('"unused":1');
    return entries.length || r.chance(20) ? `{${entries.join(',')}}` : null;
  }

  typeOf(text) {
    if (text.endsWith('!')) return { required: true, of: this.typeOf(text.slice(0, -1)) };
    if (text.startsWith('[')) return { list: true, of: this.typeOf(text.slice(1, -1)) };
    return { named: this.schema.getType(text) };
  }

  json(type, depth) {
    if (type.required) return this.presentJson(type.of, depth);
    return this.random.chance(12) ? 'null' : this.presentJson(type, depth);
  }

  presentJson(type, depth) {
    const r = this.random;
    if (type.list) {
      if (r.chance(15)) return this.json(type.of, depth + 1);
      return `[${Array.from({ length: r.below(4) }, () => this.json(type.of, depth + 1)).join(',')}]`;
    }
    if (isEnumType(type.named)) return `"${r.pick(type.named.getValues()).name}"`;
    return isInputObjectType(type.named) ? this.jsonObject(type.named, depth) : this.jsonLeaf(type);
  }

  jsonObject(type, depth) {
    const r = this.random;
    const fields = Object.values(type.getFields());
    const written = type.isOneOf
      ? r.chance(95)
        ? [r.pick(fields)]
        : r.some(fields, 60)
      : fields.filter((field) => (isRequiredInputField(field) ? r.chance(98) : r.chance(depth > 2 ? 10 : 50)));
    if (r.chance(20)) written.reverse();
    const entries = written.map((field) => {
      const fieldType = this.typeOf(`${field.type}`);
      const present = type.isOneOf && r.chance(95);
      const value = present ? this.presentJson(fieldType, depth + 1) : this.json(fieldType, depth + 1);
      return `"${field.name}":${value}`;
    });
    if (r.chance(2)) entries.push('"unknown":null');
    return `{${entries.join(',')}}`;
  }

  jsonLeaf(type) {
    const r = this.random;
    if (r.chance(3)) return this.wrongJson(type);
    switch (type.named.name) {
      case 'Int':
        return r.pick(['0', '1', '-1', '42', '2147483647', '-2147483648', '1.0', '1e2']);
      case 'Float':
        return r.pick(['0', '1.5', '-2.25', '7', '1e3', '0.1', '12345678901234567890', '1e-7']);
      case 'Boolean':
        return r.pick(['true', 'false']);
      case 'ID':
        return r.pick(['"id"', '7', '"7"', '-5', '"ünï 😀"']);
      case 'Token':
        return r.pick(['"short"', '""', '"eight888"']);
      default:
        return r.pick(['""', '"text"', '"a \\"quote\\""', '"\\u00e9\\n"', '"😀"']);
    }
  }

  wrongJson(type) {
    if (type.of) return this.wrongJson(type.of);
    // An ID with a fraction is refused by the specification and read by graphql-js: a known divergence.
    const zero = type.named.name === 'ID' ? '-1' : '-0.0';
    return this.random.pick([
      '1',
      '1.5',
      '"text"',
      'true',
      'null',
      '99999999999',
      '{}',
      '[]',
      '[null]',
      '{"a":1}',
      '"1"',
      zero,
    ]);
  }
}
