// Random schemas as SDL: enums, recursive and oneOf input objects, interfaces of interfaces, unions, defaults,
// descriptions, deprecation and custom directives.

const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID'];
const fieldNames = ['a', 'b', 'c', 'd', 'name', 'size', 'next', 'items', 'owner', 'on', 'type'];
const argumentNames = ['x', 'y', 'z', 'filter', 'first'];

const descriptions = [
  'A plain sentence.',
  'With "quotes" and a \\ backslash.',
  'Two lines\nand the second one.',
  'Ends with a quote"',
  'Three quotes """ inside.',
  '  Indented\n    more\n  less',
  'Emoji 😀 and ümlaut.',
];

class Writer {
  constructor(random) {
    this.random = random;
    this.lines = [];
    this.optionalInputs = new Map();
  }

  write() {
    const r = this.random;
    this.enums = this.named('Enum', r.between(1, 3));
    this.inputs = this.named('Input', r.between(1, 4));
    this.interfaces = this.named('Face', r.between(0, 3));
    this.objects = this.named('Thing', r.between(2, 6));
    this.unions = this.named('Either', r.between(0, 2));
    this.mutation = r.chance(60);
    this.subscription = r.chance(40);

    this.writeScalar();
    this.writeDirectives();
    this.enums.forEach((name) => this.writeEnum(name));
    this.inputs.forEach((name, index) => this.writeInput(name, index));
    this.planInterfaces();
    this.interfaces.forEach((name) => this.writeInterface(name));
    this.objects.forEach((name) => this.writeObject(name));
    this.unions.forEach((name) => this.writeUnion(name));
    this.writeRoots();
    return this.lines.join('\n') + '\n';
  }

  named(prefix, count) {
    return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  }

  line(text) {
    this.lines.push(text);
  }

  description(indent, percent = 25) {
    const r = this.random;
    if (!r.chance(percent)) return;
    const text = r.pick(descriptions);
    if (r.chance(50)) {
      this.line(`${indent}${JSON.stringify(text)}`);
      return;
    }
    const body = text.replaceAll('"""', '\\"""').replaceAll('\n', `\n${indent}`);
    this.line(`${indent}"""\n${indent}${body}\n${indent}"""`);
  }

  deprecation(percent = 10) {
    const r = this.random;
    if (!r.chance(percent)) return '';
    return r.chance(50) ? ' @deprecated' : ` @deprecated(reason: ${JSON.stringify(r.pick(descriptions))})`;
  }

  writeScalar() {
    this.description('');
    const url = this.random.chance(70) ? ' @specifiedBy(url: "https://example.org/token")' : '';
    this.line(`scalar Token${url}`);
  }

  writeDirectives() {
    this.description('');
    this.line(
      'directive @tag(name: String, size: Int = 1, must: Boolean! = true) repeatable on ' +
        'QUERY | MUTATION | SUBSCRIPTION | FIELD | FRAGMENT_DEFINITION | VARIABLE_DEFINITION',
    );
    this.line('directive @once(reason: String!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT');
  }

  writeEnum(name) {
    this.description('');
    this.line(`enum ${name} {`);
    const count = this.random.between(1, 4);
    for (let i = 0; i < count; i++) {
      this.description('  ', 15);
      this.line(`  ${name.toUpperCase()}_${'ABCD'[i]}${this.deprecation()}`);
    }
    this.line('}');
  }

  writeInput(name, index) {
    const r = this.random;
    const oneOf = index > 0 && r.chance(35);
    this.description('');
    this.line(`input ${name}${oneOf ? ' @oneOf' : ''} {`);
    const fields = [];
    for (const field of this.pickNames(fieldNames, r.between(1, 4))) {
      this.description('  ', 15);
      const value = oneOf ? `${this.inputTypeBase(index, true)}${this.deprecation()}` : this.inputValue(index);
      this.line(`  ${field}: ${value}`);
      fields.push([field, value]);
    }
    this.line('}');
    if (!oneOf && fields.every(([, value]) => !/!$|! @/.test(value))) this.optionalInputs.set(name, fields);
  }

  pickNames(names, count) {
    const left = [...names];
    return Array.from({ length: count }, () => left.splice(this.random.below(left.length), 1)[0]);
  }

  /** A type and perhaps a default; required ones may not be deprecated. */
  inputValue(inputLimit) {
    const r = this.random;
    const type = r.chance(30) ? `${this.inputTypeBase(inputLimit, true)}!` : this.inputTypeBase(inputLimit);
    const input = /Input\d+/.exec(type)?.[0];
    const known = !input || this.optionalInputs.has(input);
    const constant = known && r.chance(35) ? this.constant(type) : '';
    // Printers may break longer values over several lines, each in its own way.
    const defaultText = constant && constant.length < 60 ? ` = ${constant}` : '';
    const required = type.endsWith('!') && !defaultText;
    return `${type}${defaultText}${required ? '' : this.deprecation()}`;
  }

  /** Input objects may nest themselves only where they can be left out, so required ones come from the earlier. */
  inputTypeBase(inputLimit, required = false) {
    const r = this.random;
    const reachable = required ? inputLimit : Math.min(inputLimit + 1, this.inputs.length);
    const base =
      r.chance(25) && reachable > 0
        ? this.inputs[r.below(reachable)]
        : r.chance(25)
          ? r.pick(this.enums)
          : r.chance(8)
            ? 'Token'
            : r.pick(leaves);
    if (!r.chance(30)) return base;
    const list = `[${base}${r.chance(35) ? '!' : ''}]`;
    return r.chance(15) ? `[${list}${r.chance(35) ? '!' : ''}]` : list;
  }

  /** A literal that is valid for a type without required input fields. */
  constant(type, depth = 0) {
    const r = this.random;
    if (type.endsWith('!')) return this.presentConstant(type.slice(0, -1), depth);
    return r.chance(12) ? 'null' : this.presentConstant(type, depth);
  }

  presentConstant(type, depth) {
    const r = this.random;
    if (type.startsWith('[')) {
      const inner = type.slice(1, -1);
      if (r.chance(20) && !inner.startsWith('[')) return this.presentConstant(inner.replace(/!$/, ''), depth);
      return `[${Array.from({ length: r.below(3) }, () => this.constant(inner, depth + 1)).join(', ')}]`;
    }
    if (type.startsWith('Enum')) return `${type.toUpperCase()}_A`;
    return this.optionalInputs.has(type) ? this.objectConstant(type, depth) : this.leafConstant(type);
  }

  objectConstant(type, depth) {
    const leafFields = this.optionalInputs.get(type).filter(([, value]) => !value.includes('Input'));
    const fields = depth > 2 ? [] : this.random.some(leafFields, 50);
    return `{${fields.map(([name, value]) => `${name}: ${this.constant(value.split(' ')[0], depth + 1)}`).join(', ')}}`;
  }

  leafConstant(type) {
    const r = this.random;
    switch (type) {
      case 'Int':
        return r.pick(['0', '1', '-7', '2147483647', '-2147483648']);
      case 'Float':
        return r.pick(['0', '1.5', '-2.25', '10', '1e3', '0.1']);
      case 'Boolean':
        return r.pick(['true', 'false']);
      case 'ID':
        return r.pick(['"id"', '7', '"7"', '"a b"']);
      case 'Token':
        return r.pick(['"short"', '""']);
      default:
        return r.pick(['""', '"text"', '"with \\"quotes\\""', '"ünï 😀"', '"line\\nfeed"']);
    }
  }

  arguments(percent) {
    const r = this.random;
    if (!r.chance(percent)) return '';
    const names = this.pickNames(argumentNames, r.between(1, 3));
    return `(${names.map((name) => `${name}: ${this.inputValue(this.inputs.length)}`).join(', ')})`;
  }

  outputType(required = this.random.chance(25)) {
    const r = this.random;
    const composite = [...this.objects, ...this.interfaces, ...this.unions];
    const base = r.chance(45)
      ? r.pick(composite)
      : r.chance(20)
        ? r.pick(this.enums)
        : r.chance(5)
          ? 'Token'
          : r.pick(leaves);
    let type = base;
    if (r.chance(30)) {
      type = `[${base}${r.chance(40) ? '!' : ''}]`;
      if (r.chance(15)) type = `[${type}${r.chance(40) ? '!' : ''}]`;
    }
    return required ? `${type}!` : type;
  }

  planInterfaces() {
    this.parents = new Map();
    this.interfaceFields = new Map();
    for (const [index, name] of this.interfaces.entries()) {
      const parents = new Set();
      for (const parent of this.random.some(this.interfaces.slice(0, index), 40)) {
        parents.add(parent);
        for (const above of this.parents.get(parent)) parents.add(above);
      }
      this.parents.set(name, [...parents]);
      const fields = this.inherit(parents, new Map());
      // A name of its own keeps two interfaces from asking an object for one field with two types.
      fields.set(`of${name}`, this.newField());
      if (this.random.chance(60)) fields.set(`more${name}`, this.newField());
      this.interfaceFields.set(name, fields);
    }
  }

  inherit(parents, fields) {
    for (const parent of parents) {
      for (const [name, field] of this.interfaceFields.get(parent)) fields.set(name, field);
    }
    return fields;
  }

  newField() {
    return { args: this.arguments(40), type: this.outputType() };
  }

  implementsClause(parents) {
    return parents.length ? ` implements ${parents.join(' & ')}` : '';
  }

  writeFields(fields, inherited, narrow) {
    for (const [name, field] of fields) {
      this.description('  ', 15);
      const narrower = narrow && inherited.has(name) && !field.type.endsWith('!') && this.random.chance(25);
      const type = narrower ? `${field.type}!` : field.type;
      const deprecated = inherited.has(name) ? '' : this.deprecation();
      this.line(`  ${name}${field.args}: ${type}${deprecated}`);
    }
    this.line('}');
  }

  writeInterface(name) {
    this.description('');
    const parents = this.parents.get(name);
    this.line(`interface ${name}${this.implementsClause(parents)} {`);
    // Interfaces repeat inherited fields as they are; only objects narrow them.
    this.writeFields(this.interfaceFields.get(name), this.inherit(parents, new Map()), false);
  }

  writeObject(name) {
    const r = this.random;
    const parents = new Set();
    // Implementations differ about interfaces that nothing implements, so the first object implements all.
    for (const face of name === this.objects[0] ? this.interfaces : r.some(this.interfaces, 50)) {
      parents.add(face);
      for (const above of this.parents.get(face)) parents.add(above);
    }
    const inherited = this.inherit(parents, new Map());
    const fields = new Map(inherited);
    for (const own of this.pickNames(fieldNames, r.between(1, 5))) fields.set(own, this.newField());
    this.description('');
    this.line(`type ${name}${this.implementsClause([...parents])} {`);
    this.writeFields(fields, inherited, true);
  }

  writeUnion(name) {
    const members = this.random.some(this.objects, 60);
    this.description('');
    this.line(`union ${name} = ${(members.length ? members : [this.objects[0]]).join(' | ')}`);
  }

  writeRoots() {
    const r = this.random;
    const renamed = r.chance(25);
    const roots = [
      ['query', renamed ? 'Root' : 'Query', true],
      ['mutation', renamed ? 'Changes' : 'Mutation', this.mutation],
      ['subscription', renamed ? 'Events' : 'Subscription', this.subscription],
    ].filter(([, , present]) => present);
    if (renamed || r.chance(25)) {
      this.description('', 50);
      this.line(`schema { ${roots.map(([kind, name]) => `${kind}: ${name}`).join(' ')} }`);
    }
    for (const [kind, name] of roots) {
      const fields = new Map();
      for (const own of this.pickNames(fieldNames, r.between(2, 6))) fields.set(own, this.newField());
      if (kind === 'query') this.useEverything(fields);
      this.description('');
      this.line(`type ${name} {`);
      this.writeFields(fields, new Map(), false);
    }
  }

  /** The two sides may differ about types that nothing refers to, so the query root refers to all of them. */
  useEverything(fields) {
    const r = this.random;
    for (const name of [...this.objects, ...this.interfaces, ...this.unions]) {
      fields.set(`the${name}`, { args: this.arguments(20), type: r.chance(20) ? `[${name}!]` : name });
    }
    const all = '(int: Int, float: Float, string: String, boolean: Boolean, id: ID, token: Token)';
    fields.set('leaves', { args: all, type: 'String' });
    const inputs = [...this.inputs, ...this.enums].map((name) => `${name.toLowerCase()}: ${name}`);
    fields.set('inputs', { args: `(${inputs.join(', ')})`, type: 'ID!' });
  }
}

export function randomSchema(random) {
  return new Writer(random).write();
}
