import { generateKeyPairSync, randomBytes } from "node:crypto";
import { decodeJwt, importSPKI, jwtVerify } from "jose";

export type Service = "google" | "microsoft";

const TOKEN_SECONDS = 3599;
const CODE_SECONDS = 1800;
/** Real servers ask clients to wait five seconds. */
const POLL_SECONDS = 1;

interface Device {
  readonly service: Service;
  readonly userCode: string;
  state: "waiting" | "approved" | "denied";
  readonly until: number;
}

/** Sign-ins to the calendars: everyone signs in as the same person. */
export class Accounts {
  readonly #clock: { now(): number };
  readonly #devices = new Map<string, Device>();
  readonly #refresh = new Map<string, Service>();
  readonly #access = new Map<string, { readonly service: Service; readonly until: number }>();
  #robot: Robot | undefined;
  /** Device sign-ins succeed without a person. */
  isEager = false;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Begins the sign-in of a device, which waits for a person. */
  begin(service: Service) {
    const deviceCode = secret("device");
    const userCode = `${letters()}-${letters()}`;
    const until = this.#clock.now() + CODE_SECONDS * 1000;
    this.#devices.set(deviceCode, { service, userCode, state: this.isEager ? "approved" : "waiting", until });
    return { deviceCode, userCode, seconds: CODE_SECONDS, interval: this.isEager ? 0 : POLL_SECONDS };
  }

  /** The person's answer. @returns whether a device waits for that code */
  answer(userCode: string, state: "approved" | "denied"): boolean {
    const device = [...this.#devices.values()].find((each) => each.userCode === userCode.trim().toUpperCase());
    if (device === undefined) return false;
    device.state = state;
    return true;
  }

  /** A device's poll: tokens, or the reason why there are none yet. */
  poll(deviceCode: string, service: Service) {
    const device = this.#devices.get(deviceCode);
    if (device === undefined || device.service !== service) return "invalid_grant";
    if (this.#clock.now() >= device.until) return "expired_token";
    if (device.state === "waiting") return "authorization_pending";
    this.#devices.delete(deviceCode);
    return device.state === "denied" ? "access_denied" : this.issue(service);
  }

  refresh(refreshToken: string, service: Service) {
    return this.#refresh.get(refreshToken) === service ? this.issue(service) : "invalid_grant";
  }

  issue(service: Service) {
    const [access, refresh] = [secret("access"), secret("refresh")];
    this.#refresh.set(refresh, service);
    return { ...this.#given(access, service), refresh };
  }

  /** Tokens for a signed assertion of the service account (RFC 7523). */
  async assert(assertion: string, tokenUrl: string) {
    if (this.#robot === undefined) return "invalid_grant";
    try {
      const key = await importSPKI(this.#robot.publicKey, "RS256");
      const currentDate = new Date(this.#clock.now());
      await jwtVerify(assertion, key, { audience: tokenUrl, issuer: this.#robot.email, currentDate });
      const { scope } = decodeJwt(assertion);
      if (typeof scope !== "string" || !scope.includes("auth/calendar")) return "invalid_scope";
    } catch {
      return "invalid_grant";
    }
    return this.#given(secret("access"), "google");
  }

  #given(access: string, service: Service) {
    this.#access.set(access, { service, until: this.#clock.now() + TOKEN_SECONDS * 1000 });
    return { access, seconds: TOKEN_SECONDS };
  }

  accepts(authorization: string | undefined, service: Service): boolean {
    const held = this.#access.get((authorization ?? "").replace(/^Bearer /u, ""));
    return held?.service === service && this.#clock.now() < held.until;
  }

  /** Access tokens expire at once; refresh tokens stay valid. */
  expireAccess(): void {
    this.#access.clear();
  }

  /** The person revokes every permission. */
  revoke(): void {
    this.#access.clear();
    this.#refresh.clear();
    this.#robot = undefined;
  }

  /** The JSON key of the service account, in Google's format. */
  serviceAccountKey(tokenUrl: string) {
    this.#robot ??= newRobot();
    const { email, privateKey } = this.#robot;
    return {
      type: "service_account",
      project_id: "sandbox",
      private_key_id: "sandbox-key",
      private_key: privateKey,
      client_email: email,
      client_id: "100000000000000000000",
      token_uri: tokenUrl,
    };
  }
}

interface Robot {
  readonly email: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

function newRobot(): Robot {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { email: "ascendia@sandbox.iam.gserviceaccount.com", publicKey, privateKey };
}

function secret(kind: string): string {
  return `${kind}-${randomBytes(24).toString("base64url")}`;
}

function letters(): string {
  return [...randomBytes(4)].map((byte) => "BCDFGHJKLMNPQRSTVWXZ".charAt(byte % 20)).join("");
}
