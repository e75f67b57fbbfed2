import type Retell from "retell-sdk";
import type { Answer } from "./shapes.ts";
import type { Mistake } from "./wire.ts";
import type { World } from "./world.ts";

/** A method that the sandbox emulates, and what a call of it must prove. */
export interface PlayedMethod {
  /** Prepares what the method needs, and returns a valid call of it. */
  readonly ready: (world: World) => Promise<(client: Retell) => Promise<unknown>>;
  readonly answer: Answer;
  /** Fields without which Retell refuses the request, whatever the SDK's type says. */
  readonly required: readonly string[];
  /** A field with a value that is refused. Default: a field that Retell does not have, if the request has a body. */
  readonly wrong?: { readonly field: string; readonly value: unknown };
  /** Where to put an unknown id, and the status that Retell answers; absent if the request has no id. */
  readonly unknownId?: UnknownId;
}

interface UnknownId {
  readonly mistake: Mistake;
  /** The id that the answer must name. */
  readonly id: string;
  readonly status: 404 | 422;
}

const id = "none_such";

export const inPath = (status: UnknownId["status"]): UnknownId => ({ mistake: { kind: "other path", id }, id, status });

/** `field` may be a path with dots: `response_engine.llm_id`. */
export const inBody = (field: string, status: UnknownId["status"], value: string = id): UnknownId => ({
  mistake: { kind: "with", field, value },
  id: value,
  status,
});

/** For a list that is paged by its query. */
export const wrongLimit = { field: "limit", value: -1 };
