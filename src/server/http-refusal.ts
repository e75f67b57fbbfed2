type HttpRefusalStatus = 400 | 401 | 405 | 413 | 503;

/** A refusal that only HTTP knows: method, size, a sender who hung up, a body that need not be read. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: HttpRefusalStatus;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: HttpRefusalStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
