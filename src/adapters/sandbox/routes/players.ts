import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { playerSchema } from "../schemas/player-schema.ts";
import { deletePlayers, listPlayers, putPlayer, type StoredPlayer } from "../store/players.ts";

/** Who answers when a number is called: no part of Retell. */
export const addPlayerRoutes = (app: SandboxApp, { database, options }: Sandbox): void => {
  app.post("/_sandbox/players", async (c) => {
    const script = await readBody(c, { schema: playerSchema }, options);
    return c.json(presentPlayer(await database.write((queries) => putPlayer(script, queries))), 201);
  });

  app.get("/_sandbox/players", async (c) => c.json({ items: (await listPlayers(database.reads)).map(presentPlayer) }));

  app.delete("/_sandbox/players", async (c) => {
    await database.write(deletePlayers);
    return c.body(null, 204);
  });
};

const presentPlayer = ({ script, played }: StoredPlayer): JsonObject => ({ ...script, played });
