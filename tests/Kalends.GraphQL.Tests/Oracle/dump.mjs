import { Kind } from 'graphql';

// One line of text for a parsed document, with the place of every node as line:column. The test project writes the
// same line from its own syntax tree.

export function dumpDocument(document) {
  return document.definitions.map(dumpDefinition).join(' ');
}

function dumpDefinition(node) {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return list(
        `${node.operation}${at(node)}`,
        text(node.description),
        name(node.name),
        list(...(node.variableDefinitions ?? []).map(dumpVariableDefinition)),
        dumpDirectives(node.directives),
        dumpSelections(node.selectionSet),
      );
    case Kind.FRAGMENT_DEFINITION:
      return list(
        `fragment${at(node)}`,
        text(node.description),
        name(node.name),
        dumpType(node.typeCondition),
        dumpDirectives(node.directives),
        dumpSelections(node.selectionSet),
      );
    default:
      return dumpTypeSystem(node);
  }
}

function dumpTypeSystem(node) {
  const [kind, words] = typeSystemKinds[node.kind];
  const parts = words.map((word) => (node[word] ? list(...node[word].map(dumpMember)) : '()'));
  const head = [`${kind}${at(node)}`, text(node.description), name(node.name), dumpDirectives(node.directives)];
  return list(...head, ...(node.repeatable ? ['repeatable'] : []), ...parts);
}

const typeSystemKinds = {
  SchemaDefinition: ['schema', ['operationTypes']],
  SchemaExtension: ['extend-schema', ['operationTypes']],
  ScalarTypeDefinition: ['scalar', []],
  ScalarTypeExtension: ['extend-scalar', []],
  ObjectTypeDefinition: ['type', ['interfaces', 'fields']],
  ObjectTypeExtension: ['extend-type', ['interfaces', 'fields']],
  InterfaceTypeDefinition: ['interface', ['interfaces', 'fields']],
  InterfaceTypeExtension: ['extend-interface', ['interfaces', 'fields']],
  UnionTypeDefinition: ['union', ['types']],
  UnionTypeExtension: ['extend-union', ['types']],
  EnumTypeDefinition: ['enum', ['values']],
  EnumTypeExtension: ['extend-enum', ['values']],
  InputObjectTypeDefinition: ['input', ['fields']],
  InputObjectTypeExtension: ['extend-input', ['fields']],
  DirectiveDefinition: ['directive', ['arguments', 'locations']],
};

function dumpMember(node) {
  switch (node.kind) {
    case Kind.OPERATION_TYPE_DEFINITION:
      return list(`${node.operation}${at(node)}`, dumpType(node.type));
    case Kind.NAMED_TYPE:
      return dumpType(node);
    case Kind.NAME:
      return `${node.value}${at(node)}`;
    case Kind.ENUM_VALUE_DEFINITION:
      return list(`${node.name.value}${at(node)}`, text(node.description), dumpDirectives(node.directives));
    case Kind.FIELD_DEFINITION: {
      const args = list(...(node.arguments ?? []).map(dumpMember));
      const head = [`${node.name.value}${at(node)}`, text(node.description), args];
      return list(...head, dumpType(node.type), dumpDirectives(node.directives));
    }
    default: {
      const head = [`${node.name.value}${at(node)}`, text(node.description), dumpType(node.type)];
      return list(...head, node.defaultValue ? dumpValue(node.defaultValue) : '-', dumpDirectives(node.directives));
    }
  }
}

function dumpVariableDefinition(node) {
  return list(
    `$${node.variable.name.value}${at(node.variable)}`,
    text(node.description),
    dumpType(node.type),
    node.defaultValue ? dumpValue(node.defaultValue) : '-',
    dumpDirectives(node.directives),
  );
}

function dumpSelections(selectionSet) {
  return selectionSet ? list(...selectionSet.selections.map(dumpSelection)) : '-';
}

function dumpSelection(node) {
  switch (node.kind) {
    case Kind.FIELD:
      return list(
        `field${at(node)}`,
        name(node.alias),
        name(node.name),
        dumpArguments(node.arguments),
        dumpDirectives(node.directives),
        dumpSelections(node.selectionSet),
      );
    case Kind.FRAGMENT_SPREAD:
      return list(`spread${at(node)}`, name(node.name), dumpDirectives(node.directives));
    default:
      return list(
        `inline${at(node)}`,
        node.typeCondition ? dumpType(node.typeCondition) : '-',
        dumpDirectives(node.directives),
        dumpSelections(node.selectionSet),
      );
  }
}

function dumpDirectives(directives) {
  return list(
    ...(directives ?? []).map((node) => list(`@${node.name.value}${at(node)}`, dumpArguments(node.arguments))),
  );
}

function dumpArguments(args) {
  return list(...(args ?? []).map((node) => list(`${node.name.value}${at(node)}`, dumpValue(node.value))));
}

function dumpType(node) {
  switch (node.kind) {
    case Kind.LIST_TYPE:
      return `[${dumpType(node.type)}]`;
    case Kind.NON_NULL_TYPE:
      return `${dumpType(node.type)}!`;
    default:
      return `${node.name.value}${at(node)}`;
  }
}

function dumpValue(node) {
  switch (node.kind) {
    case Kind.VARIABLE:
      return `$${node.name.value}${at(node)}`;
    case Kind.INT:
      return `int:${node.value}${at(node)}`;
    case Kind.FLOAT:
      return `float:${node.value}${at(node)}`;
    case Kind.STRING:
      return `${text(node)}${at(node)}`;
    case Kind.BOOLEAN:
      return `${node.value}${at(node)}`;
    case Kind.NULL:
      return `null${at(node)}`;
    case Kind.ENUM:
      return `enum:${node.value}${at(node)}`;
    case Kind.LIST:
      return `[${node.values.map(dumpValue).join(' ')}]${at(node)}`;
    default:
      return `{${node.fields.map(dumpObjectField).join(' ')}}${at(node)}`;
  }
}

function dumpObjectField(node) {
  return `${node.name.value}${at(node)} ${dumpValue(node.value)}`;
}

function list(...parts) {
  return `(${parts.join(' ')})`;
}

function name(node) {
  return node ? node.value : '-';
}

function text(node) {
  return node ? JSON.stringify(node.value) : '-';
}

/** The place of a node: columns count UTF-16 code units, as the reference implementation's error locations do. */
function at(node) {
  const { line, column } = node.loc.startToken;
  return `@${line}:${column}`;
}
