import type { ServerRole } from "../domain/fleet/servers.ts";
import type { AccountLists } from "../flow/schema/retell-lists.ts";
import type { RunningConsole } from "../console/start-console.ts";
import type { MailLinkPorts } from "../domain/access/mail-link.ts";
import type { AcceptedChanges } from "../domain/agent/conduct/accepted-changes.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { InstalledPhrases } from "../domain/agent/template/phrases.ts";
import type { RawAnswers } from "../domain/agent/content/contract-drift.ts";
import type { RetellTests, AgentPlatform, AgentVersionStore, NumberPins } from "../domain/agent/ports.ts";
import type { Channel, ChannelAddresses } from "../domain/alert/notice.ts";
import type { AlertStore } from "../domain/alert/ports.ts";
import type { AuditLog, AuditTrail } from "../domain/audit/audit-log.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import type { Digest } from "../domain/canonical-json.ts";
import type { WebCalls } from "../domain/call/line/inbound-reply.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { SignUpStore } from "../domain/clinic/ports.ts";
import type { ChatAgentPlatform } from "../domain/agent/creation/text-agent.ts";
import type { TextOrder, TextReply } from "../domain/fleet/text-confirmation.ts";
import type { DatabaseFiles } from "../domain/fleet/database-files.ts";
import type { Recordings } from "../domain/call/requests/recorded-request.ts";
import type {
  CalendarAccess,
  CalendarSecrets,
  OpenCalendar,
  SignIn,
  SignInPlace,
  SignInStep,
} from "../domain/calendar/ports.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import type { SpeechEngine } from "../domain/language/language.ts";
import type { SocketDirectory } from "../domain/dialogue/ports.ts";
import type { Probes } from "../domain/fleet/check/check-installation.ts";
import type { EventUrls, RetellAccount, Store } from "../domain/fleet/ports.ts";
import type { Journal } from "../domain/journal/journal.ts";
import type { Mailer } from "../domain/mail/ports.ts";
import type { FleetNumbers, NumberPlatform } from "../domain/number/number.ts";
import type { AttemptPorts } from "../domain/outreach/attempts/attempt-ports.ts";
import type { CallPlatform } from "../domain/outreach/attempt.ts";
import type { ClockMarks } from "../domain/time/clock-guard.ts";
import type { FlowPainter } from "../flow/graph/flow-graph.ts";
import type { ScriptRunner } from "../flow/ports.ts";
import type { Address, RunningServer } from "../server/listen.ts";
import type { ReplayedBuild } from "../simulator/replay/replay-recording.ts";
import type { FleetThread } from "../simulator/ports.ts";
import type { Scenario } from "../simulator/scenario/schema.ts";
import type { ScenarioFile } from "../simulator/scenario/parse-scenario.ts";
import type { ListedCosts } from "../domain/report/ports.ts";
import type { World } from "../simulator/world.ts";
import type { RunningTalk } from "../talk/start-talk.ts";
import type { TalkPorts } from "../talk/talk-session.ts";
import type { Output } from "../terminal/output.ts";
import type { Prompt } from "../terminal/prompt.ts";

/** Retell, real or emulated. */
export interface RetellPlatforms {
  readonly agents: AgentPlatform;
  readonly numbers: NumberPlatform & FleetNumbers;
  readonly account: RetellAccount & EventUrls;
  /** For `check --retell`. */
  readonly answers: RawAnswers;
  readonly pins: NumberPins;
  readonly chats: ChatAgentPlatform;
  /** Sends a text message once, to any number. */
  readonly sendText: (order: TextOrder) => Promise<TextReply>;
  readonly calls: CallPlatform;
  readonly webCalls: WebCalls;
  readonly costs: ListedCosts;
  readonly tests: RetellTests;
}

export interface SandboxPlace {
  readonly host: string;
  readonly port: number;
  readonly faultFile?: string;
  readonly playerFile?: string;
  /** How the emulator treats unknown keys, and which date of Retell's API it emulates. */
  readonly options?: Partial<SandboxManner>;
}

export interface SandboxManner {
  readonly unknownFields: "refuse" | "keep" | "drop";
  readonly unknownVoices: "refuse" | "accept";
  readonly wordedRules: "apply" | "leave_out";
  readonly asOf: "2026-06" | "2026-10" | "2027-02";
}

export interface RunningSandbox {
  readonly url: string;
  readonly apiKey: string;
  close(): Promise<void>;
}

export interface RunningCalendarSandbox {
  readonly url: string;
  /** The variables that point ascendia at this sandbox. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

interface WorldRequest {
  readonly now: number;
  readonly url?: string;
  /** Copies are called without HTTP. */
  readonly inProcess?: boolean | undefined;
}

/** What `simulate` needs from outside. */
export interface SimulationPorts {
  /** Servers on copies of the database, or the server at the URL; closed with the context. */
  openWorlds(request: WorldRequest): Promise<readonly World[]>;
  /** One thread per additional core, each with a copy of the last opened worlds' database. */
  openHelpers(helpers?: number): readonly FleetThread[];
  /** Writes files to a folder, which the first write creates. */
  record(folder: string): (name: string, text: string) => Promise<void>;
  /** Milliseconds, for measuring. */
  stopwatch(): number;
}

export interface RunningProgram {
  /** Absolute paths. */
  readonly node: string;
  readonly program: string;
  readonly package: string;
  readonly version: string;
  /** The user it runs as. */
  readonly user: string;
}

export interface WorkerPace {
  readonly concurrency: number;
  /** How long until another process takes over the job of a dead one. */
  readonly leaseMs: number;
}

export interface RunningTunnel {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): void;
}

interface ServedPart {
  readonly isRecorded?: boolean;
  /** undefined: every part that Retell calls. */
  readonly only?: ServerRole | undefined;
}

interface BeatingProcess {
  readonly roles: readonly ServerRole[];
  readonly lastRequestAt?: () => number | null;
}

export interface RunningWorker {
  /** The kinds it runs; others stay in the queue. */
  readonly kinds: readonly string[];
  /** Waits up to 10 s for running jobs. @returns how many did not finish; they run again when their lease expires */
  stop(): Promise<number>;
}

/** Which template to read, and which one the agent was last written from. Absolute paths, or `-`. */
export interface TemplateChoice {
  /** --template, else ASCENDIA_TEMPLATE, else the last one; null: the built-in one. */
  readonly path: string | null;
  /** null: the built-in one; undefined: no version is recorded. */
  readonly last: string | null | undefined;
}

export interface InFolder {
  readonly cwd: string;
  readonly output: Output;
}

/** `auto`: readable lines on a terminal, JSON elsewhere. */
export type LogFormat = "auto" | "json" | "lines";

export interface LogChoice {
  readonly logFormat?: LogFormat | undefined;
}

/** Everything a command may use. Expensive parts are functions, so `--help` opens nothing. */
export interface Context {
  readonly output: Output;
  readonly prompt: Prompt;
  readonly clock: Clock;
  /** --yes: the answer to every prompt is yes. */
  readonly agreed: boolean;
  /** The folder in which the command was started. */
  readonly cwd: string;
  newId(): string;
  readonly digest: Digest;
  /** This program, as another program would start it. */
  program(): RunningProgram;
  /** @throws not_configured with every unusable variable */
  config(): Config;
  /** For commands that begin an installation: unless one calls this, a missing database is an error. */
  allowNewDatabase(): void;
  /** @throws not_configured when there is no database at its path */
  store(): Promise<Store>;
  /** The ports for one clinic's bookings and its calls to patients. */
  bookings(clinic: Clinic): Promise<OutreachPorts>;
  /** Reads whatever database there is at once, without creating or migrating one. */
  clinicSlugs(): Promise<readonly string[]>;
  /** The lists that agent:refresh-catalog read last; undefined before its first run, or without a database. */
  accountLists(): Promise<AccountLists | undefined>;
  journal(): Promise<Journal>;
  /** Socket addresses: their secrets, and the default clinic. */
  sockets(): Promise<SocketDirectory>;
  /** The path of a template; null: the built-in one, which "built-in" names too. */
  templatePath(named: string): string | null;
  /** The template of an agent, the master agent unless one is named, for a database that exists. */
  templateInUse(named?: string, agentId?: string): Promise<TemplateChoice>;
  /** The phrases of this installation: the shipped ones, overridden by those of the folder. @throws invalid */
  phrases(): Promise<InstalledPhrases>;
  /** Where the installation's own phrases are, or would be. */
  phraseFolder(): string;
  agentVersions(): Promise<AgentVersionStore>;
  /** Changes of pinned wording that an operator accepted here. */
  acceptedChanges(): Promise<AcceptedChanges>;
  databaseFiles(): Promise<DatabaseFiles>;
  /** Reads calendars that are kept elsewhere. */
  calendars(): Promise<{
    readonly open: OpenCalendar;
    /** For a calendar that is not connected yet. */
    readonly openAs: (access: CalendarAccess) => OpenCalendar;
    readonly secrets: CalendarSecrets;
    /** Waits until someone has signed in on a device of their own. @throws unauthorized */
    readonly signIn: (place: SignInPlace, show: (step: SignInStep) => void) => Promise<SignIn>;
    /** The id of a Microsoft calendar, by its name. @throws not_found */
    readonly microsoftCalendarId: (name: string, access: CalendarAccess) => Promise<string>;
  }>;
  /** Problems that the worker found. */
  alerts(): Promise<AlertStore>;
  /** Clinics that signed up by the form. */
  signUps(): Promise<SignUpStore>;
  /** Knows who acts; commands and operations add what was done. */
  audit(): Promise<AuditLog & AuditTrail>;
  /** The times that the installation remembers, to check the clock against. */
  clockMarks(): Promise<ClockMarks>;
  /** Runs the work in one transaction: all of its writes take effect or none. It may await only the database. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** Only one process at a time may create and buy for a database: two would not see each other's orders. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * A Retell account, by the variable with its key; without one, the installation's. Without a Retell key and base URL,
   * this starts a sandbox inside the process. @throws not_configured when the account's key is not set
   */
  retell(account?: string | null): Promise<RetellPlatforms>;
  startSandbox(place: SandboxPlace): Promise<RunningSandbox>;
  /** Plays Google Calendar and Microsoft Graph. @throws failed when the port is not available */
  startCalendarSandbox(place: Pick<SandboxPlace, "host" | "port">): Promise<RunningCalendarSandbox>;
  /** The owner of the given key, whatever key is configured. */
  accountOf(apiKey: string): Promise<Pick<RetellAccount, "organisation">>;
  /** Ports for placing calls, by clinic, under one rate limit for each account. */
  dialling(): Promise<(clinic: Clinic) => Promise<AttemptPorts>>;
  /** The HTTP server on the installation's database. @throws failed when the port is not available */
  startServer(address: Address & LogChoice & ServedPart): Promise<RunningServer>;
  /** What `serve --record` wrote. */
  recordings(): Promise<Recordings>;
  /** Answers a recording's requests on a copy of its data: this build, or the one that listens at the URL. */
  replayedBuild(recording: string, url?: string): Promise<ReplayedBuild>;
  /** Lets another build replay against this one. @throws failed when the port is not available */
  startReplayServer(port: number): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** Who may sign in to the console, and who has. `operator` is the person who runs this command. */
  access(): Promise<MailLinkPorts & { readonly operator: string; readonly consoleUrl: string }>;
  /** The console on the installation's database. @throws failed when the port is not available */
  startConsole(address: Address & LogChoice): Promise<RunningConsole>;
  /** A page on this machine for someone who plays the caller. @throws failed when the port is not available */
  startTalk(ports: TalkPorts, port: number): Promise<RunningTalk>;
  /** Records in the database that this process is running, until it is stopped. */
  startHeartbeat(process: BeatingProcess): Promise<{ stop(): Promise<void> }>;
  /** Runs the jobs of the installation's database until stopped. */
  startWorker(pace?: Partial<WorkerPace> & LogChoice): Promise<RunningWorker>;
  simulation(): Promise<SimulationPorts>;
  /** The model of OPENAI_BASE_URL, OPENAI_API_KEY and ASCENDIA_MODEL. @throws not_configured, naming what is missing */
  languageModel(): Promise<ModelPorts>;
  /** Reads calls aloud: the endpoint of ASCENDIA_SPEECH_MODEL, or else espeak-ng. */
  speech(): Promise<SpeechEngine>;
  scriptRunner(): Promise<ScriptRunner>;
  wait(milliseconds: number): Promise<void>;
  /** Resolves when the user or the system asks the program to stop, unless `listening` is aborted first. */
  untilStopped(listening?: AbortSignal): Promise<void>;
  /** A variable named in the user's own files, such as the one with a trunk's password. */
  secret(variable: string): string | undefined;
  /** The YAML files of a folder, or the one file. @throws invalid when none exist */
  scenarioFiles(path: string): Promise<readonly ScenarioFile[]>;
  /** What every gate plays: the built-in scenarios, extended and overridden by name by those of ASCENDIA_SUITE. */
  suite(): Promise<readonly Scenario[]>;
  /** The path of a file that ascendia ships, such as templates/master-agent. */
  shippedFile(path: string): string;
  /** The text of a file; `-` for standard input. @throws invalid when it cannot be read */
  readInput(path: string): Promise<string>;
  /** The names of a folder's files; undefined when the path is not a folder. */
  folderFiles(path: string): Promise<readonly string[] | undefined>;
  /** undefined when the file does not exist. @throws invalid when it cannot be read */
  readIfThere(path: string): Promise<string | undefined>;
  /** Whether a file or folder has that path. */
  isThere(path: string): boolean;
  isFolder(path: string): boolean;
  /** Relative paths start at the working folder. @throws failed when it cannot be written */
  writeOutput(path: string, content: string | Uint8Array): Promise<void>;
  /** Creates the folder and its parents. @throws failed when it cannot be made */
  makeFolder(path: string): Promise<void>;
  /** Like writeOutput, but atomic, and readable only by its owner. */
  writePrivately(path: string, text: string): Promise<void>;
  /** null: SMTP_URL is not set. @throws not_configured without a usable MAIL_FROM */
  mailer(): Promise<Mailer | null>;
  /**
   * Where notices go: these addresses, or without any, those of the environment. @throws usage for an address that is
   * not https, not_configured for mail without a mail server
   */
  channels(addresses?: ChannelAddresses): Promise<readonly Channel[]>;
  probes(): Promise<Probes>;
  /** Runs the command until it prints an https address; `onEnd`: it ended by itself afterwards. @throws failed */
  startTunnel(command: string, onEnd: (why: string) => void): Promise<RunningTunnel>;
  painter(): Promise<FlowPainter>;
  /** Runs another command line in this context. */
  run(argv: readonly string[]): Promise<void>;
  /** The same program in another folder: on its own sandbox, answering yes to every prompt, with no environment. */
  elsewhere<T>(place: InFolder, work: (there: Context) => Promise<T>): Promise<T>;
}
