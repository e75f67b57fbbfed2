import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PostgresClient } from "../../../src/adapters/sql/postgres/client.ts";
import { openOwner } from "../../../src/adapters/sql/postgres/pg-pool.ts";
import { freePort } from "../event-storm/server.ts";

const run = promisify(execFile);

/** Where Debian, Ubuntu and Homebrew install the server's programs. */
const PLACES = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

function programs(): string {
  const latest = installed();
  if (latest === undefined) throw new Error(`PostgreSQL is needed: no initdb in ${PLACES.join(", ")}`);
  return latest;
}

function installed(): string | undefined {
  const found = PLACES.filter((place) => existsSync(place)).flatMap((place) =>
    readdirSync(place)
      .toSorted()
      .map((version) => join(place, version, "bin"))
      .filter((folder) => existsSync(join(folder, "initdb"))),
  );
  return found.at(-1);
}

/** A separate PostgreSQL server on a free port, with one database whose owner is no superuser. */
export class Cluster {
  readonly #folder = mkdtempSync(join(tmpdir(), "ascendia-pg-"));
  readonly #programs = programs();
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
  }

  static isInstalled(): boolean {
    return installed() !== undefined;
  }

  static async start(): Promise<Cluster> {
    const cluster = new Cluster(await freePort());
    await cluster.#initialise();
    return cluster;
  }

  get url(): string {
    return this.urlOf("ascendia");
  }

  /** Creates another database. @returns its URL */
  async database(name: string): Promise<string> {
    await this.administer(`create database ${name} owner ascendia`);
    return this.urlOf(name);
  }

  urlOf(database: string): string {
    return `postgres://ascendia@127.0.0.1:${this.#port}/${database}`;
  }

  async #initialise(): Promise<void> {
    // The server's programs refuse to run as root.
    if (process.getuid?.() === 0) {
      const { stdout } = await run("id", ["-u", "postgres"]);
      chownSync(this.#folder, Number(stdout), -1);
    }
    await this.#as("initdb", [
      "-D",
      this.#data,
      "-A",
      "trust",
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
      "--no-sync",
    ]);
    await this.#control("start");
    await this.administer("create role ascendia login createrole");
    await this.administer("create database ascendia owner ascendia");
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  async #control(...what: readonly string[]): Promise<void> {
    const options = `-p ${this.#port} -k ${this.#folder} -c listen_addresses=127.0.0.1 -c max_connections=200`;
    const log = join(this.#folder, "log");
    await this.#as("pg_ctl", [...what, "-w", "-D", this.#data, "-l", log, "-o", options]);
  }

  async #as(program: string, argv: readonly string[]): Promise<void> {
    const path = join(this.#programs, program);
    const [command, before] = process.getuid?.() === 0 ? ["runuser", ["-u", "postgres", "--", path]] : [path, []];
    await run(command, [...before, ...argv], { cwd: this.#folder });
  }

  async administer(statement: string): Promise<void> {
    await this.asAdministrator("postgres", (client) => client.query(statement));
  }

  /** As a superuser, who bypasses row security. */
  async asAdministrator<T>(database: string, work: (client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await openOwner(`postgres://postgres@127.0.0.1:${this.#port}/${database}`);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** Like a power cut: the server recovers from its log. */
  async crash(): Promise<void> {
    await this.#control("restart", "-m", "immediate");
  }

  /** Like an update of PostgreSQL: all connections are closed, and no recovery is needed. */
  async restart(): Promise<void> {
    await this.#control("restart", "-m", "fast");
  }

  async stop(): Promise<void> {
    await this.#control("stop", "-m", "immediate");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
