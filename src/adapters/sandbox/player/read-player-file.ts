import { readControlFile } from "../read-control-file.ts";
import { playedOutcomes, playerFile, type PlayerScript } from "../schemas/player-schema.ts";

/** A YAML or JSON file `{players: […]}`. */
export const readPlayerFile = (path: string): readonly PlayerScript[] =>
  readControlFile(path, {
    name: "player file",
    schema: playerFile,
    hint: `Write {players: [{to_number, outcomes}]}, an outcome being ${playedOutcomes.join(", ")}.`,
  }).players;
