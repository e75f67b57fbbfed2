import { relative, resolve } from "node:path";
import {
  type CallExpression,
  type Expression,
  type Identifier,
  type Node,
  isArrowFunction,
  isCallExpression,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isMethodDeclaration,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
} from "typescript/unstable/ast";
import { API, type Checker, type Project, type Symbol, SymbolFlags } from "typescript/unstable/sync";

/**
 * How a command passes data to the terminal: by `output.result(data, …)` or a similar function of terminal/output.ts.
 */
export type Manner = "result" | "failedResult" | "item";

export interface CommandOutput {
  readonly manner: Manner;
  readonly data: Expression;
  /** Such as `src/commands/room/list.ts:10`, for messages. */
  readonly place: string;
}

export interface CommandOutputs {
  readonly command: string;
  readonly outputs: readonly CommandOutput[];
}

const MANNERS: readonly string[] = ["result", "failedResult", "item"] satisfies readonly Manner[];

function isManner(name: string): name is Manner {
  return MANNERS.includes(name);
}

/** Opens the program in the compiler while `use` runs. */
export function withProgram<T>(use: (project: Project) => T): T {
  const api = new API({ cwd: process.cwd() });
  try {
    const snapshot = api.updateSnapshot({ openProject: resolve("tsconfig.json") });
    const [project] = snapshot.getProjects();
    if (project === undefined) throw new Error("there is no tsconfig.json here");
    return use(project);
  } finally {
    api.close();
  }
}

/** Finds, for each command in command-list.ts, every call that prints its data, by walking from its `configure`. */
export class OutputFinder {
  readonly #project: Project;
  readonly #checker: Checker;
  readonly #root = resolve("src/commands");
  readonly #reached = new Map<Node, { readonly calls: CommandOutput[]; readonly next: Node[] }>();

  constructor(project: Project) {
    this.#project = project;
    this.#checker = project.checker;
  }

  /**
   * By command name, in the order of the help. Each entry looks like `reads("clinic:list", "…", () =>
   * import("./clinic/list.ts"))`.
   */
  commands(): readonly CommandOutputs[] {
    const list = ["command-list.ts", "outreach-commands.ts"].flatMap((file) => {
      const source = this.#project.program.getSourceFile(resolve(this.#root, file));
      return source === undefined ? [] : descendants(source).flatMap((node) => this.#entry(node));
    });
    return list.map(({ command, configure }) => ({ command, outputs: this.#outputsFrom(configure) }));
  }

  /** Calls that no command reaches: either the walk is incomplete, or the code is dead. */
  unreached(): readonly string[] {
    const reached = new Set([...this.#reached.values()].flatMap(({ calls }) => calls.map(({ place }) => place)));
    return this.#project.program
      .getSourceFileNames()
      .filter((name) => name.startsWith(`${this.#root}/`))
      .flatMap((name) => {
        const source = this.#project.program.getSourceFile(name);
        return source === undefined ? [] : this.#look(source).calls.map(({ place }) => place);
      })
      .filter((place) => !reached.has(place));
  }

  #entry(node: Node): { readonly command: string; readonly configure: Node }[] {
    if (!isCallExpression(node)) return [];
    const [name, , load] = node.arguments;
    if (name === undefined || !isStringLiteral(name) || load === undefined || !isArrowFunction(load)) return [];
    const imported = descendants(load).find((each) => isCallExpression(each));
    const [file] = imported?.arguments ?? [];
    if (file === undefined) return [];
    const module = this.#checker.getSymbolAtLocation(file);
    const configure = module === undefined ? undefined : this.#checker.getMemberInModuleExports(module, "configure");
    const [declaration] = configure === undefined ? [] : this.#declarations(configure);
    if (declaration === undefined) throw new Error(`${name.text} has no configure`);
    return [{ command: name.text, configure: declaration }];
  }

  #outputsFrom(start: Node): readonly CommandOutput[] {
    const seen = new Set<Node>();
    const outputs: CommandOutput[] = [];
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const { calls, next } = this.#lookOnce(node);
      outputs.push(...calls);
      open.push(...next);
    }
    return [...new Map(outputs.map((output) => [output.place, output])).values()];
  }

  #lookOnce(node: Node) {
    const known = this.#reached.get(node);
    if (known !== undefined) return known;
    const found = this.#look(node);
    this.#reached.set(node, found);
    return found;
  }

  #look(node: Node) {
    const inside = descendants(node);
    const calls = inside.filter((each) => isCallExpression(each)).flatMap((call) => this.#output(call));
    const identifiers = inside.filter((each) => isIdentifier(each));
    return { calls, next: this.#functionsNamedBy(identifiers) };
  }

  #output(call: CallExpression): CommandOutput[] {
    const { expression: callee } = call;
    const [data] = call.arguments;
    if (!isPropertyAccessExpression(callee) || data === undefined || !isIdentifier(callee.name)) return [];
    const manner = callee.name.text;
    if (!isManner(manner)) return [];
    const method = this.#checker.getSymbolAtLocation(callee.name);
    if (!method?.declarations.some(({ path }) => path.includes("/src/terminal/"))) return [];
    const source = call.getSourceFile();
    const line = source.text.slice(0, call.end).split("\n").length;
    return [{ manner, data, place: `${relative(process.cwd(), source.fileName)}:${line}` }];
  }

  #functionsNamedBy(identifiers: readonly Identifier[]): Node[] {
    const symbols = this.#checker.getSymbolAtLocation(identifiers);
    const unique = new Map(symbols.flatMap((symbol) => (symbol === undefined ? [] : [[symbol.id, symbol] as const])));
    return [...unique.values()].flatMap((symbol) => this.#declarations(symbol));
  }

  /**
   * The declarations in src/commands: followed through imports, and through `const { run } = await import("./run.ts")`.
   */
  #declarations(symbol: Symbol): Node[] {
    const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0;
    const target = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    const ofType = this.#checker.getTypeOfSymbol(target)?.getSymbol()?.declarations ?? [];
    return [...target.declarations, ...ofType]
      .filter(({ path }) => path.toLowerCase().includes("/src/commands/"))
      .flatMap((handle) => handle.resolve(this.#project) ?? [])
      .filter((node) => isRunnable(node));
  }
}

function descendants(node: Node): Node[] {
  const found: Node[] = [node];
  node.forEachChild((child) => {
    found.push(...descendants(child));
  });
  return found;
}

function isRunnable(node: Node): boolean {
  return (
    isFunctionDeclaration(node) ||
    isVariableDeclaration(node) ||
    isArrowFunction(node) ||
    isFunctionExpression(node) ||
    isMethodDeclaration(node)
  );
}
