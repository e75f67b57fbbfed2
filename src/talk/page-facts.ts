import type { AgentLocale } from "../domain/call/line/caller-variables.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { Flow } from "../flow/flow.ts";
import type { TalkView } from "./talk-session.ts";
import type { PageLanguage, TalkWords } from "./words.ts";

/** The data of one page of the call. */
export interface TalkPageFacts {
  readonly words: TalkWords;
  readonly language: PageLanguage;
  readonly clinic: Pick<Clinic, "name" | "slug">;
  /** The locale of the assistant's voice. */
  readonly locale: AgentLocale;
  readonly flow: Flow;
  readonly view: TalkView | undefined;
  readonly hasModel: boolean;
  /** Real calls have a page of their own. */
  readonly hasLive: boolean;
  /** The token of this page's forms, which no other site knows. */
  readonly token: string;
  readonly assets: { readonly styles: readonly string[]; readonly script: string; readonly live: string };
  readonly problem: string | undefined;
  /** The file of the scenario that was just saved. */
  readonly saved: string | undefined;
}
