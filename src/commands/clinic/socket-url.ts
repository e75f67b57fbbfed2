import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { socketUrl } from "../../domain/dialogue/socket-address.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

interface UrlFlags {
  readonly rotate?: boolean;
  readonly open?: boolean;
  readonly dryRun?: boolean;
}

const SECRET_BYTES = 24;

export function configure(command: Command, context: Context): void {
  command
    .argument("<clinic>", "id or slug")
    .description("print the address of a clinic's socket, to paste at Retell as llm_websocket_url")
    .option("--rotate", "put a new secret in it; the address before it is refused at once")
    .option("--open", "take the secret out: whoever knows the slug is let in")
    .action((clinic: string, flags: UrlFlags) => print(clinic, flags, context));
}

export function isWrite(command: Command): boolean {
  return command.getOptionValue("rotate") === true || command.getOptionValue("open") === true;
}

async function print(named: string, flags: UrlFlags, context: Context): Promise<void> {
  const { rotate = false, open = false, dryRun = false } = flags;
  if (rotate && open) {
    throw new AscendiaError("usage", "--rotate and --open contradict each other.", { hint: "Give one of both." });
  }
  const clinic = await requireClinic(named, (await context.store()).clinics);
  const sockets = await context.sockets();
  const before = await sockets.keyOf(clinic.id);
  const wanted = wantedKey(before, { rotate, open });
  const changes = wanted !== before;
  if (changes && !dryRun) {
    await changeAndRecord(
      () => sockets.setKey(clinic.id, wanted),
      // The log tells that it was changed, never what it is.
      () => ({
        action: "clinic:socket-url",
        clinic,
        before: { secret: before === null ? "none" : "before" },
        after: { secret: wanted === null ? "none" : "new" },
      }),
      context,
    );
  }
  const key = dryRun && rotate ? "…" : wanted;
  const url = socketUrl({ publicUrl: publicUrlOf(context), slug: clinic.slug, key });
  context.output.result({ dry_run: dryRun, slug: clinic.slug, url, secret: key !== null, changed: changes }, () =>
    changes && !dryRun
      ? `${url}\nBring it to Retell: ascendia agent:create --engine custom-llm --clinic ${clinic.slug}`
      : url,
  );
}

function wantedKey(
  before: string | null,
  { rotate, open }: Required<Pick<UrlFlags, "rotate" | "open">>,
): string | null {
  if (rotate) return randomBytes(SECRET_BYTES).toString("base64url");
  return open ? null : before;
}
