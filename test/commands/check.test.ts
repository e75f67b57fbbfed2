import { SMTPServer } from "smtp-server";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { textLike } from "../fakes/text-like.ts";
import {
  ascendia,
  austin,
  austinNumber,
  cotonou,
  dataOf,
  installation,
  onInstallation,
  serving,
  told,
  twoClinics,
  writes,
} from "./fleet-fixture.ts";

onInstallation();

const report = z.object({
  failed: z.number(),
  findings: z.array(
    z.object({
      number: z.number(),
      what: z.string(),
      state: z.string(),
      detail: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

async function checked(env: Readonly<Record<string, string>>, argv: readonly string[] = []) {
  const { code, data } = await told(["check", ...argv], { env });
  const { findings, failed } = report.parse(data);
  return { code, failed, data, findings, states: Object.fromEntries(findings.map(({ what, state }) => [what, state])) };
}

async function masterAgent(): Promise<string> {
  const { inbound_agents: bound } = await installation().dashboard.phoneNumber.retrieve(austinNumber);
  return bound?.[0]?.agent_id ?? "";
}

async function servedClinics() {
  const env = { ASCENDIA_PUBLIC_URL: await serving() };
  await twoClinics({ env });
  return env;
}

describe("check", () => {
  it("tests the whole chain and times a signed call to every clinic, writing nothing at Retell", async () => {
    const env = await servedClinics();
    const before = await writes();
    const { code, data, findings, states } = await checked(env);
    expect({ code, failed: findings.filter(({ state }) => state === "fail") }).toEqual({ code: 0, failed: [] });
    expect(findings.map(({ number }) => number)).toEqual(findings.map((_, index) => index + 1));
    expect(states).toEqual({
      environment: "ok",
      clock: "ok",
      database: "ok",
      "Retell key": "ok",
      agent: "ok",
      "event URL": "ok",
      numbers: "ok",
      "public URL": "warn",
      server: "ok",
      [`clinic ${austin}`]: "ok",
      [`clinic ${cotonou}`]: "ok",
      "mail server": "warn",
    });
    expect(data).toMatchObject({ round_trips: { count: 2 } });
    expect(await writes()).toEqual(before);
    expect((await ascendia(["check"], { env })).stdout).toContain("2 round trips: median");
  });

  it("names a clinic in a country whose emergency numbers are not known", async () => {
    const env = await servedClinics();
    await dataOf(["clinic:update", austin, "--country", "KE", "--timezone", "Africa/Nairobi"], { env });
    const warned = async () =>
      (await checked(env)).findings.filter(({ what, state }) => what === `clinic ${austin}` && state === "warn");
    expect(await warned()).toMatchObject([
      {
        detail: "the emergency numbers of KE are not known: callers in danger hear 112",
        fix: `ascendia clinic:update ${austin} --emergency-services <numbers>`,
      },
    ]);
    await dataOf(["clinic:update", austin, "--emergency-services", "999"], { env });
    expect(await warned()).toEqual([]);
  });

  it("distinguishes a suspended clinic from one that answers as if it were active", async () => {
    const env = await servedClinics();
    await dataOf(["clinic:suspend", cotonou], { env });
    await dataOf(["clinic:suspend", austin, "--answer", "reject"], { env });
    const { code, findings } = await checked(env);
    expect(code).toBe(0);
    expect(findings.filter(({ what }) => what.startsWith("clinic")).map(({ detail }) => detail)).toEqual([
      textLike(/^suspended, answered in/),
      textLike(/^suspended, answered in/),
    ]);
  });

  it("reports drift with exit code 3, with a fix for each", async () => {
    const env = await servedClinics();
    await installation().dashboard.phoneNumber.update(austinNumber, { inbound_agents: [] });
    const { code, findings } = await checked(env);
    expect(code).toBe(3);
    expect(findings.filter(({ state }) => state === "fail")).toEqual([
      expect.objectContaining({ what: `number without agent: ${austin}`, fix: "ascendia fleet:apply --only unbound" }),
    ]);
  });

  it("reports that the agent of the numbers is gone", async () => {
    const env = await servedClinics();
    await installation().dashboard.agent.delete(await masterAgent());
    const { findings } = await checked(env);
    expect(findings.find(({ what }) => what === "agent")).toMatchObject({
      state: "fail",
      detail: textLike(/version 0 is not published$/),
    });
  });

  it("continues when the server is not running: exit 1", async () => {
    const env = { ASCENDIA_PUBLIC_URL: "http://127.0.0.1:9" };
    await twoClinics({ env });
    const { code, states } = await checked(env);
    expect(code).toBe(1);
    expect(states).toMatchObject({ server: "fail", [`clinic ${austin}`]: "fail", numbers: "ok" });
  });

  it("reports a wrong key and a bad environment with exit code 4", async () => {
    await twoClinics();
    expect(await checked({ RETELL_API_KEY: "key_wrong" })).toMatchObject({ code: 4, states: { "Retell key": "fail" } });
    const { code, states } = await checked({ ASCENDIA_PORT: "none" });
    expect([code, states["environment"], states["the rest"]]).toEqual([4, "fail", "warn"]);
  });

  it("finds a server that knows another key", async () => {
    const env = { ASCENDIA_PUBLIC_URL: await serving({ env: { RETELL_API_KEY: "key_another" } }) };
    await twoClinics({ env });
    const { code, findings } = await checked(env, ["--clinic", cotonou]);
    expect(code).toBe(4);
    expect(findings.find(({ what }) => what === `clinic ${cotonou}`)).toMatchObject({
      detail: textLike(/^answered 401/),
      fix: "Set the same RETELL_API_KEY on the server, and check its clock.",
    });
    expect(findings.some(({ what }) => what === `clinic ${austin}`)).toBe(false);
  });

  it("logs in at the mail server", async () => {
    const env = await servedClinics();
    const server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"] });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const working = await checked({ ...env, SMTP_URL: `smtp://127.0.0.1:${port}?tls=never` });
    await new Promise<void>((resolve) => server.close(resolve));
    expect(working.states["mail server"]).toBe("ok");
    const broken = await checked({ ...env, SMTP_URL: `smtp://127.0.0.1:${port}?tls=never` });
    expect([broken.code, broken.states["mail server"]]).toEqual([1, "fail"]);
  });
});
