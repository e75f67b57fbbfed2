import dns from "node:dns";
import { type IncomingMessage, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type LookupFunction, BlockList, isIP } from "node:net";
import { type Readable, pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { isPrivateHost } from "../../domain/fleet/check/served-address.ts";
import { AscendiaError } from "../../errors.ts";

/**
 * Link-local addresses, where a machine describes itself to any program on it (RFC 3927, 4291; the metadata services of
 * Amazon and Alibaba), and the addresses that mean "here".
 */
const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addSubnet("0.0.0.0", 8, "ipv4");
metadata.addAddress("100.100.100.200", "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addSubnet("fd00:ec2::", 32, "ipv6");
metadata.addAddress("::", "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Who named the address. The person who connects the calendar may name a server on their own network; another server
 * may not.
 */
type GivenBy = "owner" | "server";

/** An answer whose body has not been read yet. */
export interface PinnedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

export interface PinnedRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends one request and follows no redirect. The address that is checked is the address that is connected to, so
 * changing the DNS answer after the check gains nothing.
 */
export async function pinnedRequest(url: URL, init: PinnedRequest, givenBy: GivenBy): Promise<PinnedAnswer> {
  const literal = url.hostname.replaceAll(/^\[|\]$/gu, "");
  if (isIP(literal) !== 0) judge(url.hostname, literal, givenBy);
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { "accept-encoding": "gzip, deflate, br", ...Object.fromEntries(init.headers) };
    const agent = agents[givenBy][url.protocol === "https:" ? 1 : 0];
    const sent = send(url, { method: init.method, headers, signal: init.signal, agent }, resolve);
    sent.on("error", reject);
    sent.end(init.body);
  });
  return {
    status: answer.statusCode ?? 0,
    headers: headersOf(answer),
    body: unpacked(answer),
    discard: () => void answer.destroy(),
  };
}

function judge(hostname: string, address: string, givenBy: GivenBy): void {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const isInside = isPrivateHost(family === "ipv6" ? `[${address}]` : address);
  // A public name that resolves to this machine is a trick by the name's owner.
  const isDisguised = loopback.check(address, family) && !isPrivateHost(hostname);
  if (metadata.check(address, family) || isDisguised || (givenBy === "server" && isInside)) {
    throw new AscendiaError(
      "invalid",
      `The calendar was not reached: ${hostname} points to an address of this machine or network.`,
      {
        hint: "Check the address of the calendar.",
      },
    );
  }
}

function judging(givenBy: GivenBy): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      try {
        if (error !== null) throw error;
        for (const { address } of addresses) judge(hostname, address, givenBy);
      } catch (refused) {
        callback(refused instanceof Error ? refused : new Error(String(refused)), "", 0);
        return;
      }
      const [first] = addresses;
      if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    });
  };
}

/** Separate agents: an open connection is reused only for requests that may reach its address. */
const agents: Readonly<Record<GivenBy, readonly [HttpAgent, HttpsAgent]>> = {
  owner: agentsWith(judging("owner")),
  server: agentsWith(judging("server")),
};

function agentsWith(find: LookupFunction): readonly [HttpAgent, HttpsAgent] {
  const options = { keepAlive: true, lookup: find };
  return [new HttpAgent(options), new HttpsAgent(options)];
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  return headers;
}

function unpacked(answer: IncomingMessage): Readable {
  const unpack = unpackers[answer.headers["content-encoding"]?.trim().toLowerCase() ?? ""];
  // `pipeline` passes an error of the answer on to the reader of the unpacked stream.
  return unpack === undefined ? answer : pipeline(answer, unpack(), () => undefined);
}

const unpackers: Readonly<Record<string, (() => ReturnType<typeof createGunzip>) | undefined>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
