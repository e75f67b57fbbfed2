import * as z from "zod";

/** In its own file, so that only code that reads lists loads zod: most commands never do. */
export const accountListsSchema = z.object({ asOf: z.string(), lists: z.record(z.string(), z.array(z.string())) });
