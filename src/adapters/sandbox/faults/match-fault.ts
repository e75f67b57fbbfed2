import type { Fault } from "../schemas/fault-schema.ts";

const asPattern = (path: string): RegExp => {
  const parts = path.split("**").map((part) => part.split("*").map(literally).join("[^/]*"));
  return new RegExp(`^${parts.join(".*")}$`, "u");
};

const literally = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);

export interface RequestLine {
  readonly method: string;
  readonly path: string;
}

export const matchesFault = ({ method, path }: RequestLine, fault: Fault): boolean =>
  (fault.method === "*" || fault.method === method) && asPattern(fault.path).test(path);
