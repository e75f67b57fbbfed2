import * as z from "zod";

/** A version by name: a reserved word, or a tag of the agent (docs/retell.md 2.3). */
export const agentTag = /^(latest|latest_published|(?!(?:latest|latest_published|v\d+)$)[a-z][a-z0-9_-]{0,19})$/u;

export const versionRule =
  'must be a version number from 0 up, "latest", "latest_published", or a tag (a-z first, then a-z 0-9 _ -, at most 20 characters, not v<digits>)';

/** How a request may name an agent version (docs/retell.md 2.3). */
export const versionReference = z.union([z.int().min(0), z.string().regex(agentTag, { error: versionRule })], {
  error: versionRule,
});
