/** The parts of `mvdan-sh` that are used here, with types: it has none. */

export interface Position {
  Offset(): number;
}
export interface NodeType {
  Pos(): Position;
  End(): Position;
  Stmts: NodeType[];
  Cmd?: NodeType | null;
  Background?: boolean;
  X?: NodeType;
  Y?: NodeType;
  Assigns?: NodeType[] | null;
  Args?: NodeType[] | null;
  Parts?: (NodeType | null)[] | null;
}
export interface Parser {
  Parse(text: string, name: string): NodeType;
}
interface Syntax {
  NewParser(): Parser;
  NodeType(node: NodeType): string;
  Walk(node: NodeType, visit: (node: NodeType | null) => boolean): void;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- it has no types
export const { syntax } = require('mvdan-sh') as { syntax: Syntax };
