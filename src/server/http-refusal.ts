type HttpRefusalStatus = 400 | 401 | 405 | 413 | 503;

/** A refusal specific to HTTP: wrong method, body too large, sender hung up, body not worth reading. */
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
