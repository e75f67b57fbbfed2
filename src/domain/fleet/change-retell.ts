import { AscendiaError } from "../../errors.ts";
import { canonicalJson } from "../canonical-json.ts";
import { type Clinic, type ClinicNumber, type OwnRetell, accountOf } from "../clinic/clinic.ts";
import { keyVariable } from "../clinic/read-clinic-request.ts";
import { accountText } from "./drift.ts";
import type { ClinicAccount, Store } from "./ports.ts";

/** As typed; "none" goes back to the installation's account, or to the master agent. */
export interface RetellChange {
  readonly keyEnv?: string | undefined;
  readonly agent?: string | undefined;
}

interface RetellPorts {
  readonly store: Pick<Store, "scope">;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<ClinicAccount>;
}

/** @throws usage, not_found, invalid; conflict when its number is not in the account that it moves to */
export async function changedRetell(
  clinic: Clinic,
  { keyEnv, agent }: RetellChange,
  ports: RetellPorts,
): Promise<OwnRetell | null> {
  if (keyEnv === undefined && agent === undefined) return clinic.retell;
  const account = keyEnv === undefined ? accountOf(clinic) : variableOf(keyEnv);
  const agentId = agentAsked(agent, account);
  const { numbers, pinned } = await ports.inAccount(account);
  const retell = agentId === null ? null : await pinned(agentId);
  const stored = await ports.store.scope(clinic.id).number.find();
  if (stored !== undefined && account !== accountOf(clinic)) {
    if ((await numbers.find(stored.phoneNumber)) === undefined) throw notThere(clinic, stored, account);
  }
  return retell === null ? null : { account, agentId: retell.agentId, agentVersion: retell.version };
}

/** null: the master agent, which only the installation's account has. @throws usage */
function agentAsked(agent: string | undefined, account: string | null): string | null {
  const named = agent === undefined || agent.toLowerCase() === "none" ? null : agent;
  if (named !== null || account === null) return named;
  throw new AscendiaError("usage", "An account of the clinic's own has its own agents.", {
    hint: "Pass --agent with the id of the agent that answers there.",
  });
}

function variableOf(text: string): string | null {
  return text.toLowerCase() === "none" ? null : keyVariable(text);
}

function notThere({ slug }: Clinic, { phoneNumber }: ClinicNumber, account: string | null): AscendiaError {
  return new AscendiaError("conflict", `The number ${phoneNumber} of ${slug} is not in ${accountText(account)}.`, {
    hint: `A number belongs to one account. Give it up here (ascendia number:release ${phoneNumber}), run the same command again, then get a number there: ascendia number:import ${slug}`,
  });
}

export function isSameRetell({ retell: one }: Clinic, { retell: other }: Clinic): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
