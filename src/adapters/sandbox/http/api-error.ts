import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Answers of Retell other than success; `sandbox-app.ts` gives each the body `{status: "error", message}` (retell-api.md 12.3). */
const refusal =
  (status: ContentfulStatusCode) =>
  (message: string): HTTPException =>
    new HTTPException(status, { message });

export const badRequest = refusal(400);
export const notFound = refusal(404);
export const conflictsWithPublished = (status: 400 | 422, message: string): HTTPException =>
  new HTTPException(status, { message });
export const unprocessable = refusal(422);
export const rateLimited = refusal(429);

/** Unknown ids are 422 for some resources and 404 for others (retell-api.md 12.3). */
export const unknownId = (status: 404 | 422, what: string): HTTPException =>
  new HTTPException(status, {
    message:
      status === 404
        ? `The requested resource was not found: ${what}.`
        : `Cannot find requested asset under given api key: ${what}.`,
  });
