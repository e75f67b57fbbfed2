import * as z from "zod";

/** Loaded only where lists are read: most commands never do. */
export const accountListsSchema = z.object({ asOf: z.string(), lists: z.record(z.string(), z.array(z.string())) });
