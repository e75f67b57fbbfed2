import {
  type BinaryOperationNode,
  type ColumnDefinitionNode,
  type DataTypeNode,
  OperatorNode,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  ValueListNode,
} from "kysely";

/** PostgreSQL's equivalents of SQLite's column types: 64-bit integers, and text in byte order. */
const TYPES: Readonly<Record<string, string>> = { integer: "bigint", text: 'text collate "C"' };

/** Compiles the queries of stores and migrations, where the two engines understand the same SQL differently. */
export class PortableQueryCompiler extends PostgresQueryCompiler {
  #isColumn = false;

  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    this.#isColumn = true;
    super.visitColumnDefinition(node);
  }

  /** The first type in a column definition is the column's own; later ones belong to casts. */
  protected override visitDataType(node: DataTypeNode): void {
    const type = this.#isColumn && typeof node.dataType === "string" ? TYPES[node.dataType] : undefined;
    this.#isColumn = false;
    if (type === undefined) super.visitDataType(node);
    else this.append(type);
  }

  /** `in ()` is a syntax error in PostgreSQL; an empty list contains nothing. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const operator = OperatorNode.is(node.operator) ? node.operator.operator : "";
    if ((operator !== "in" && operator !== "not in") || !isEmptyList(node.rightOperand)) {
      super.visitBinaryOperation(node);
    } else {
      this.append(operator === "in" ? "false" : "true");
    }
  }
}

function isEmptyList(node: BinaryOperationNode["rightOperand"]): boolean {
  return (PrimitiveValueListNode.is(node) || ValueListNode.is(node)) && node.values.length === 0;
}
