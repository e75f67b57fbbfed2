import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { FeedAddresses } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { writePrivateFile } from "../system/files.ts";

const shape = z.record(z.string(), z.string());

/** Addresses in a file for its owner only. */
export function feedAddresses(path: string): FeedAddresses {
  const all = () => readAddresses(path);
  const write = (addresses: Readonly<Record<string, string>>) =>
    writePrivateFile(path, `${JSON.stringify(addresses, null, 2)}\n`);
  return {
    find: async (feedId) => (await all())[feedId],
    set: async (feedId, address) => write({ ...(await all()), [feedId]: address }),
    remove: async (feedId) => {
      const { [feedId]: removed, ...others } = await all();
      if (removed !== undefined) await write(others);
    },
  };
}

async function readAddresses(path: string): Promise<Readonly<Record<string, string>>> {
  try {
    return shape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new AscendiaError("not_configured", `${path} cannot be read as addresses of calendars.`, {
      hint: "Restore the file, or remove it and connect the calendars again.",
      cause: error,
    });
  }
}
