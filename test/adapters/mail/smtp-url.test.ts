import { expect, test } from "vitest";
import { smtpConnection } from "../../../src/adapters/mail/smtp-url.ts";

test.each(["smtp://mail.example.com:587", "smtps://user:word@mail.example.com", "smtps://mail.example.com?tls=never"])(
  "%s is used with TLS or not at all",
  (url) => {
    expect(smtpConnection(url)).toMatchObject({ requireTLS: true, ignoreTLS: false });
  },
);

test("only ?tls=never disables encryption, and the option is not passed to the library", () => {
  expect(smtpConnection("smtp://127.0.0.1:1025?tls=never")).toEqual({
    url: "smtp://127.0.0.1:1025",
    requireTLS: false,
    ignoreTLS: true,
  });
});

test.each([
  "smtp://user:word@mail.example.com?ignoreTLS=true",
  "smtp://user:word@mail.example.com?requireTLS=false",
  "smtp://user:word@mail.example.com?tls.rejectUnauthorized=false",
  "smtp://user:word@mail.example.com?tls=NEVER",
  "smtp://user:word@mail.example.com?tls=",
  "http://user:word@mail.example.com",
])("%s is refused, and the error does not contain its password", (url) => {
  expect(() => smtpConnection(url)).toThrow(expect.objectContaining({ code: "not_configured" }));
  expect(() => smtpConnection(url)).not.toThrow("word@");
});
