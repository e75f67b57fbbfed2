import {
  type BinaryOperationNode,
  type ColumnDefinitionNode,
  type DataTypeNode,
  OperatorNode,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  ValueListNode,
} from "kysely";

/** Column types that mean in PostgreSQL what they mean in SQLite: integers of 64 bits, text in the order of its bytes. */
const TYPES: Readonly<Record<string, string>> = { integer: "bigint", text: 'text collate "C"' };

/** Compiles what the stores and migrations ask, where the two engines read the same words differently. */
export class PortableQueryCompiler extends PostgresQueryCompiler {
  #isColumn = false;

  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    this.#isColumn = true;
    super.visitColumnDefinition(node);
  }

  /** The first type within a definition is the column's own; later ones belong to casts. */
  protected override visitDataType(node: DataTypeNode): void {
    const type = this.#isColumn && typeof node.dataType === "string" ? TYPES[node.dataType] : undefined;
    this.#isColumn = false;
    if (type === undefined) super.visitDataType(node);
    else this.append(type);
  }

  /** `in ()` is a syntax error in PostgreSQL; nothing is in an empty list. */
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
