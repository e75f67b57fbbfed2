import { z } from "zod";

const keyShape = z.object({
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string(),
  token_uri: z.string(),
});

/** The sandbox's service account, as a grant. */
export async function serviceAccountKey({ url }: { readonly url: string }) {
  const key = keyShape.parse(await (await fetch(`${url}/_sandbox/service-account`)).json());
  return {
    kind: "service_account",
    tokenUrl: key.token_uri,
    email: key.client_email,
    key: key.private_key,
    keyId: key.private_key_id,
  } as const;
}
