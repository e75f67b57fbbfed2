import type { Dial } from "./dial/dial.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

export interface DialOrder {
  readonly contactId: string;
  /** dial-key.ts: of one key there is one dial. */
  readonly key: string;
  readonly dueAt: number;
  /** The planned dial of that key which gets another time. */
  readonly before?: Dial | undefined;
}

/** Plans the dial and orders its job, or gives it another time. Within a transaction. */
export async function orderDial(
  { contactId, key, dueAt, before }: DialOrder,
  {
    stores,
    ports,
  }: {
    readonly stores: Pick<OutreachStores, "dials" | "jobs">;
    readonly ports: Pick<OutreachPorts, "clock" | "newId">;
  },
): Promise<Dial> {
  const now = ports.clock.now();
  const dial =
    before === undefined
      ? await plannedDial({ contactId, key, dueAt }, { stores, ports })
      : { ...before, dueAt, updatedAt: now };
  if (before === undefined) await stores.dials.add(dial);
  else await stores.dials.update(dial);
  // A job keeps the earlier of two times; whoever runs it goes by the dial's own.
  await stores.jobs.order({ kind: "dial", key: dial.id, payload: JSON.stringify({ dialId: dial.id }), dueAt });
  return dial;
}

async function plannedDial(
  { contactId, key, dueAt }: Omit<DialOrder, "before">,
  {
    stores,
    ports,
  }: {
    readonly stores: Pick<OutreachStores, "dials">;
    readonly ports: Pick<OutreachPorts, "clock" | "newId">;
  },
): Promise<Dial> {
  const now = ports.clock.now();
  const earlier = await stores.dials.ofContact(contactId);
  return {
    id: ports.newId(),
    contactId,
    state: "planned",
    key,
    dueAt,
    attempt: earlier.length + 1,
    forced: null,
    requestedAt: null,
    callId: null,
    reason: null,
    outcome: null,
    endedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
