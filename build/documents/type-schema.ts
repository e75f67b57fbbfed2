import {
  type Checker,
  type ObjectType,
  SignatureKind,
  type Symbol,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";

/** The subset of JSON Schema 2020-12 that types are translated to. */
export interface JsonSchema {
  $ref?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  not?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
}

/** Types whose values JSON.stringify omits from an object. */
const NOT_IN_JSON = TypeFlags.Undefined | TypeFlags.Void | TypeFlags.ESSymbolLike;

/** Translates types to the schema of their values' JSON. Interfaces become `$defs` of one document. */
export class TypeSchemas {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #names = new Map<number, string>();
  readonly #open: Type[] = [];
  readonly #checker: Checker;

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  schemaOf(type: Type): JsonSchema {
    if (type.isUnionType()) return this.#unionSchema(type.getTypes());
    if (type.isIntersectionType()) {
      const primitive = type.getTypes().find(({ flags }) => (flags & TypeFlags.Primitive) !== 0);
      if (primitive !== undefined) return this.schemaOf(primitive);
      return this.#nested(type);
    }
    if (type.isObjectType()) return this.#objectOrArray(type);
    return this.#plainSchema(type);
  }

  #plainSchema(type: Type): JsonSchema {
    const { flags } = type;
    if (type.isLiteralType() && (flags & TypeFlags.BigIntLiteral) === 0) return { const: type.value };
    if ((flags & TypeFlags.StringLike) !== 0) return { type: "string" };
    if ((flags & TypeFlags.NumberLike) !== 0) return { type: "number" };
    if ((flags & TypeFlags.BooleanLike) !== 0) return { type: "boolean" };
    if ((flags & TypeFlags.Null) !== 0) return { type: "null" };
    if ((flags & TypeFlags.Unknown) !== 0) return {};
    if ((flags & TypeFlags.NonPrimitive) !== 0) return { type: "object" };
    if ((flags & TypeFlags.Never) !== 0) return { not: {} };
    throw new Error(`no JSON form is known of the type ${this.#checker.typeToString(type)}`);
  }

  #unionSchema(types: readonly Type[]): JsonSchema {
    const literals: unknown[] = [];
    const others = new Map<string, JsonSchema>();
    for (const type of types.filter(({ flags }) => (flags & NOT_IN_JSON) === 0)) {
      const schema = this.schemaOf(type);
      if ("const" in schema) literals.push(schema.const);
      else others.set(JSON.stringify(schema), schema);
    }
    // The compiler orders a union's members by when it first met them, which another import can change.
    const rest = [...others].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, schema]) => schema);
    const branches = [...literalSchemas(literals), ...rest];
    if (branches.some((branch) => Object.keys(branch).length === 0)) return {};
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { anyOf: branches };
  }

  #objectOrArray(type: ObjectType): JsonSchema {
    const checker = this.#checker;
    if (checker.isTupleType(type) && type.isTypeReference()) {
      return tupleSchema(checker.getTypeArguments(type).map((item) => this.schemaOf(item)));
    }
    if (checker.isArrayType(type) && type.isTypeReference()) {
      const [item] = checker.getTypeArguments(type);
      return { type: "array", items: item === undefined ? {} : this.schemaOf(item) };
    }
    const text = checker.getPropertyOfType(type, "toJSON");
    if (text !== undefined) return this.#returnSchema(text);
    const name = nameOf(type);
    return name === undefined ? this.#nested(type) : { $ref: `#/$defs/${this.#define(name, type)}` };
  }

  #returnSchema(method: Symbol): JsonSchema {
    const type = this.#checker.getTypeOfSymbol(method);
    const [signature] = type === undefined ? [] : this.#checker.getSignaturesOfType(type, SignatureKind.Call);
    const returned = signature === undefined ? undefined : this.#checker.getReturnTypeOfSignature(signature);
    if (returned === undefined) throw new Error("a toJSON that is not a method");
    return this.schemaOf(returned);
  }

  #define(name: string, type: Type): string {
    const known = this.#names.get(type.id);
    if (known !== undefined) return known;
    const taken = new Set(["Failure", ...this.#names.values()]);
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name}${count}`;
    this.#names.set(type.id, unique);
    // Reserve the name first, for types that contain themselves and for a stable order.
    this.definitions[unique] = {};
    this.definitions[unique] = this.#properties(type);
    return unique;
  }

  #nested(type: Type): JsonSchema {
    if (this.#open.some(({ id }) => id === type.id)) {
      throw new Error(`a type without a name contains itself: ${this.#checker.typeToString(type)}`);
    }
    this.#open.push(type);
    try {
      return this.#properties(type);
    } finally {
      this.#open.pop();
    }
  }

  #properties(type: Type): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const symbol of this.#checker.getPropertiesOfType(type)) {
      const propertyType = this.#checker.getTypeOfSymbol(symbol);
      if (propertyType === undefined || this.#isLeftOut(propertyType)) continue;
      properties[symbol.name] = described(this.schemaOf(propertyType), symbol.getDocumentationComment(this.#checker));
      if (!isOptional(symbol, propertyType)) required.push(symbol.name);
    }
    const [index] = this.#checker.getIndexInfosOfType(type);
    // The type `{}`, as of `unknown ?? null`, is anything but null.
    if (index === undefined && this.#checker.getPropertiesOfType(type).length === 0) return {};
    return {
      type: "object",
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required: required.toSorted() }),
      ...(index === undefined ? {} : { additionalProperties: this.schemaOf(index.valueType) }),
    };
  }

  /** Whether the property is a function or is always undefined, and so missing from JSON. */
  #isLeftOut(type: Type): boolean {
    if ((type.flags & NOT_IN_JSON) !== 0) return true;
    if (type.isUnionType()) return type.getTypes().every((each) => this.#isLeftOut(each));
    return type.isObjectType() && this.#checker.getSignaturesOfType(type, SignatureKind.Call).length > 0;
  }
}

function tupleSchema(prefixItems: JsonSchema[]): JsonSchema {
  return { type: "array", prefixItems, minItems: prefixItems.length, maxItems: prefixItems.length };
}

/** The name of an interface or named object type. Generic types, and names that the compiler made up, are inlined. */
function nameOf(type: Type): string | undefined {
  const alias = type.getAliasSymbol();
  if (alias !== undefined) return type.getAliasTypeArguments().length === 0 ? alias.name : undefined;
  if (!type.isClassOrInterface() || type.getTypeParameters().length > 0) return undefined;
  return type.getSymbol()?.name;
}

function isOptional({ flags }: Symbol, type: Type): boolean {
  if ((flags & SymbolFlags.Optional) !== 0) return true;
  return type.isUnionType() && type.getTypes().some((each) => (each.flags & NOT_IN_JSON) !== 0);
}

function literalSchemas(literals: readonly unknown[]): JsonSchema[] {
  const isBoolean = literals.includes(true) && literals.includes(false);
  const rest = isBoolean ? literals.filter((value) => typeof value !== "boolean") : literals;
  const schemas: JsonSchema[] = isBoolean ? [{ type: "boolean" }] : [];
  if (rest.length === 1) schemas.push({ const: rest[0] });
  if (rest.length > 1) schemas.push({ enum: rest.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) });
  return schemas;
}

function described(schema: JsonSchema, comment: string): JsonSchema {
  const description = comment.trim().replaceAll(/\s+/g, " ");
  return description === "" ? schema : { description, ...schema };
}
