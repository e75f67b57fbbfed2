import { AscendiaError } from "../../errors.ts";

export const ENGINES = ["sqlite", "postgres"] as const;
export type Engine = (typeof ENGINES)[number];

export const TARGET_NAMES = ["docker", "compose", "fly", "systemd"] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** What one target writes, for one engine. */
export interface Target {
  /** Each file's name, and the files of templates/deploy that are concatenated into it. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly folder: string;
  /** With the same placeholders as the files. */
  readonly next: readonly string[];
  readonly first: string;
}

const IMAGE = { Dockerfile: ["image/Dockerfile"], ".dockerignore": ["image/.dockerignore"] };
const IN_ENV = "Before that, set RETELL_API_KEY, ASCENDIA_PUBLIC_URL and BACKUP_PASSPHRASE in .env.";

const systemd: Target = {
  files: {
    "ascendia.service": ["systemd/ascendia.service"],
    "ascendia-backup.service": ["systemd/ascendia-backup.service"],
    "ascendia-backup.timer": ["systemd/ascendia-backup.timer"],
    Caddyfile: ["systemd/Caddyfile"],
  },
  folder: "deploy",
  next: [
    "sudo install -m 644 ascendia*.service ascendia*.timer /etc/systemd/system",
    "sudo install -m 644 Caddyfile /etc/caddy && sudo systemctl reload caddy",
    "sudo systemctl daemon-reload && sudo systemctl enable --now ascendia.service ascendia-backup.timer",
  ],
  first: IN_ENV,
};

/** The container mounts the folder that holds the files. */
const docker: Target = {
  files: { ...IMAGE, Caddyfile: ["systemd/Caddyfile"] },
  folder: ".",
  next: [
    "cp <the tarball of ascendia> . && docker build --tag ascendia:{{version}} .",
    'sudo chown -R 1000 . && docker run --detach --name ascendia --restart always --stop-timeout 90 --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --volume "$PWD:/installation" --publish 127.0.0.1:{{port}}:{{port}} ascendia:{{version}}',
    "sudo install -m 644 Caddyfile /etc/caddy && sudo systemctl reload caddy",
  ],
  first: IN_ENV,
};

const compose: Readonly<Record<Engine, Target>> = {
  sqlite: {
    files: { ...IMAGE, "compose.yaml": ["compose-sqlite/compose.yaml"], Caddyfile: ["compose-sqlite/Caddyfile"] },
    folder: ".",
    next: [
      "cp <the tarball of ascendia> .",
      "sudo chown -R 1000 . && docker compose up --build --detach",
      "docker compose run --rm ascendia check",
    ],
    first: IN_ENV,
  },
  postgres: {
    files: {
      ...IMAGE,
      "compose.yaml": ["compose/compose.yaml"],
      "database.sql": ["compose/database.sql"],
      Caddyfile: ["compose/Caddyfile"],
    },
    folder: ".",
    next: [
      "cp <the tarball of ascendia> . && docker compose build ascendia",
      "sudo chown -R 1000 . && docker compose run --rm ascendia agent:create",
      "docker compose up --detach && docker compose run --rm ascendia check",
    ],
    first:
      "Before that, set RETELL_API_KEY, ASCENDIA_PUBLIC_URL, BACKUP_PASSPHRASE, DATABASE_PASSWORD and SERVER_PASSWORD in .env.",
  },
};

const fly: Readonly<Record<Engine, Target>> = {
  sqlite: {
    files: { ...IMAGE, Dockerfile: ["image/Dockerfile", "fly/Dockerfile.volume"], "fly.toml": ["fly/fly.toml"] },
    folder: ".",
    next: [
      "cp <the tarball of ascendia> . && fly apps create {{app}} && fly volumes create installation --size 1 --yes",
      "fly secrets import < .env && fly deploy --ha=false && fly certs add {{domain}}",
      `fly ssh console --user node --command 'sh -c "cd /installation && ascendia check"'`,
    ],
    first: "Before that, set RETELL_API_KEY and BACKUP_PASSPHRASE in .env.",
  },
  postgres: {
    files: { ...IMAGE, "fly.toml": ["fly-postgres/fly.toml"] },
    folder: ".",
    next: [
      "cp <the tarball of ascendia> . && fly apps create {{app}}",
      "fly secrets import < .env && fly deploy && fly scale count web=2 jobs=1 --yes && fly certs add {{domain}}",
      `fly ssh console --user node --command 'sh -c "cd /installation && ascendia check"'`,
    ],
    first: "Before that, set RETELL_API_KEY and ASCENDIA_DATABASE_URL in .env.",
  },
};

/** @throws usage for an engine that makes no difference to the target's files */
export function targetOf(name: TargetName, engine: Engine | undefined): Target {
  if (name === "compose") return compose[engine ?? "postgres"];
  if (name === "fly") return fly[engine ?? "sqlite"];
  if (engine !== undefined) {
    throw new AscendiaError("usage", `--database is for compose and fly: the files for ${name} suit both engines.`, {
      hint: "Leave it out, and set ASCENDIA_DATABASE_URL in .env for PostgreSQL.",
    });
  }
  return name === "docker" ? docker : systemd;
}
