import { parse } from "smol-toml";
import { z } from "zod";

const period = z.string().regex(/^\d+(?:ms|s|m)$/u);

const vm = z.strictObject({
  size: z.enum(["shared-cpu-1x", "shared-cpu-2x", "shared-cpu-4x", "shared-cpu-8x", "performance-1x"]),
  memory: z.string().regex(/^\d+(?:mb|gb)$/u),
});

/** The settings documented at https://fly.io/docs/reference/configuration/ that our files use; no other is accepted. */
const flyFile = z
  .strictObject({
    app: z.string().regex(/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/u),
    kill_signal: z.enum(["SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGSTOP"]),
    kill_timeout: z.int().min(1).max(300),
    build: z.strictObject({ dockerfile: z.string(), "build-target": z.string() }),
    deploy: z
      .strictObject({
        strategy: z.enum(["rolling", "immediate", "canary", "bluegreen"]),
        max_unavailable: z.number().positive(),
      })
      .optional(),
    env: z.record(z.string().regex(/^(?!FLY_)\w+$/u), z.string()),
    mounts: z
      .strictObject({ source: z.string().regex(/^\w{1,30}$/u), destination: z.string().startsWith("/") })
      .optional(),
    processes: z.record(z.string(), z.string()).optional(),
    http_service: z.strictObject({
      processes: z.array(z.string()).optional(),
      internal_port: z.int().min(1).max(65_535),
      force_https: z.boolean(),
      auto_stop_machines: z.enum(["off", "stop", "suspend"]),
      auto_start_machines: z.boolean(),
      checks: z.array(
        z.strictObject({
          method: z.literal("GET"),
          path: z.string().startsWith("/"),
          interval: period,
          timeout: period,
          grace_period: period,
        }),
      ),
    }),
    vm: z.array(vm),
  })
  .refine(
    ({ http_service: service, processes = {} }) => (service.processes ?? []).every((name) => name in processes),
    "the service names a process that the file does not start",
  );

/** @throws naming what fly does not know */
export function parseFlyFile(text: string): z.infer<typeof flyFile> {
  return flyFile.parse(parse(text));
}
