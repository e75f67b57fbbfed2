import { createHash, timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** 401 unless the request bears the workspace's key (retell-api.md 12.3, 14.1). */
export const authorize = (apiKey: string) => {
  const expected = digest(`Bearer ${apiKey}`);
  return createMiddleware(async (c, next) => {
    if (!timingSafeEqual(digest(c.req.header("authorization") ?? ""), expected)) {
      throw new HTTPException(401, { message: "API key is missing or invalid." });
    }
    await next();
  });
};
