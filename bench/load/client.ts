import { type Socket, connect } from "node:net";

const HEADERS_END = Buffer.from("\r\n\r\n");

/** A kept-alive connection that sends prepared requests one after another and reads whole answers. */
export class Client {
  /** Resolves when the server has hung up or died. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #settle: ((bytes: number) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#receive(chunk));
    this.closed = new Promise((resolve) => {
      socket.once("close", () => resolve());
      socket.on("error", () => resolve());
    });
  }

  static connect(port: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Client(socket)));
      socket.once("error", reject);
    });
  }

  /** @returns the size of the answer's body; throws on any status other than 200 and 204 */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf(HEADERS_END);
    if (end === -1) return;
    const head = this.#received.toString("latin1", 0, end);
    if (!/^HTTP\/1\.1 20[04]/u.test(head)) throw new Error(`unexpected answer: ${this.#received.toString()}`);
    const isBare = head.startsWith("HTTP/1.1 204");
    const length = isBare ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error("an answer without content-length");
    if (this.#received.length < end + HEADERS_END.length + length) return;
    this.#received = Buffer.alloc(0);
    this.#settle?.(length);
  }
}
