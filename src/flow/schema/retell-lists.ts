/**
 * Retell's own lists, which change every few weeks: dated data, never a reason to refuse what Retell itself accepts. A
 * value missing here is shown as unknown, with the nearest listed one.
 */
export const retellListsAsOf = "2026-11-28";

function words(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

/** Every name that has been on one of Retell's lists since June 2026, including replaced ones. */
export const retellLists = {
  models: words(`gpt-4.1 gpt-4.1-mini gpt-4.1-nano gpt-5 gpt-5-mini gpt-5-nano gpt-5.1 gpt-5.2 gpt-5.4 gpt-5.4-mini
    gpt-5.4-nano gpt-5.5 gpt-5.6-terra gpt-5.6-luna claude-4.5-sonnet claude-4.6-sonnet claude-5-sonnet
    claude-5.5-sonnet claude-4.5-haiku gemini-2.5-pro gemini-3.0-flash gemini-3.1-flash-lite gemini-3.5-flash
    gemini-3.5-flash-lite gemini-3.6-flash gemini-3.8-flash`),
  speechToSpeechModels: words("gpt-realtime-2 gpt-realtime-1.5 gpt-realtime gpt-realtime-mini"),
  modelTypes: ["cascading"],
  languages: words(`en-US en-IN en-GB en-AU en-NZ de-DE es-ES es-419 hi-IN fr-FR fr-CA ja-JP pt-PT pt-BR zh-CN ru-RU
    it-IT ko-KR nl-NL nl-BE pl-PL tr-TR vi-VN ro-RO bg-BG ca-ES th-TH da-DK fi-FI el-GR hu-HU id-ID no-NO sk-SK sv-SE
    lt-LT lv-LV cs-CZ ms-MY af-ZA ar-SA az-AZ bs-BA cy-GB fa-IR fil-PH gl-ES he-IL hr-HR hy-AM is-IS kk-KZ kn-IN mk-MK
    mr-IN ne-NP sl-SI sr-RS sw-KE ta-IN ur-IN yue-CN uk-UA`),
  eventTypes: words(`call_started call_ended call_analyzed transcript_updated transfer_started transfer_bridged
    transfer_cancelled transfer_ended`),
  chatEventTypes: words("chat_started chat_ended chat_analyzed"),
  disconnectionReasons: words(`user_hangup agent_hangup call_transfer voicemail_reached ivr_reached inactivity
    max_duration_reached concurrency_limit_reached no_concurrency_fallback no_valid_payment scam_detected dial_busy
    dial_failed dial_no_answer invalid_destination telephony_provider_permission_denied
    telephony_provider_unavailable sip_routing_error marked_as_spam user_declined error_llm_websocket_open
    error_llm_websocket_lost_connection error_llm_websocket_runtime error_llm_websocket_corrupt_payload
    error_no_audio_received error_asr error_retell error_unknown error_user_not_joined registered_call_timeout
    transfer_bridged transfer_cancelled manual_stopped call_take_over`),
  nodeTypes: words(`conversation subagent function code mcp extract_dynamic_variables branch press_digit transfer_call
    agent_swap sms component bridge_transfer cancel_transfer end`),
  speechToTextProviders: words("azure deepgram soniox assemblyai muse"),
  voiceModels: words(`eleven_turbo_v2 eleven_flash_v2 eleven_turbo_v2_5 eleven_flash_v2_5 eleven_multilingual_v2
    eleven_v3 sonic-3 sonic-3-latest sonic-3.5 sonic-3.6 tts-1 gpt-4o-mini-tts speech-02-turbo speech-2.8-turbo s1
    s2-pro s2.1-pro inworld-tts-2 inworld-tts-2-flash`),
  voiceEmotions: words("calm sympathetic happy sad angry fearful surprised"),
  emotionTags: [
    ...words("empathetic excited happy curious surprised sigh pause emphasis"),
    "clear throat",
    "long pause",
  ],
  ambientSounds: words("coffee-shop convention-hall summer-outdoor mountain-outdoor static-noise call-center"),
  holdMusic: words("none relaxing_sound uplifting_beats ringtone custom"),
  denoisingModes: words("no-denoise noise-cancellation noise-and-background-speech-cancellation"),
  personalData: words(`person_name address email phone_number ssn passport driver_license credit_card bank_account
    password pin medical_id date_of_birth customer_account_number`),
  forbiddenInput: ["platform_integrity_jailbreaking"],
  forbiddenOutput: words(`harassment self_harm sexual_exploitation violence defense_and_national_security
    illicit_and_harmful_activity gambling regulated_professional_advice child_safety_and_exploitation`),
  /** Each account has its own voices, so none are shipped. */
  voices: words(""),
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type RetellList = keyof typeof retellLists;

export function isRetellList(name: string): name is RetellList {
  return Object.hasOwn(retellLists, name);
}

/** An account's additions to the lists above, and the day they were read, YYYY-MM-DD. */
export interface AccountLists {
  readonly asOf: string;
  readonly lists: Readonly<Partial<Record<RetellList, readonly string[]>>>;
}

export function knownValues(list: RetellList, account?: AccountLists): readonly string[] {
  return [...retellLists[list], ...(account?.lists[list] ?? [])];
}

/** Names added after the specification of 2026-06-25, with the date of the specification or SDK that contains them. */
export const listedSince: Readonly<Record<string, string>> = {
  "gpt-5.6-terra": "2026-09-11",
  "gpt-5.6-luna": "2026-09-11",
  "claude-5-sonnet": "2026-09-11",
  "gemini-3.5-flash": "2026-09-11",
  "gemini-3.5-flash-lite": "2026-09-11",
  "gemini-3.6-flash": "2026-09-11",
  "claude-5.5-sonnet": "2026-10-04",
  "gemini-3.8-flash": "2026-10-04",
  "sonic-3.6": "2026-09-11",
  "inworld-tts-2": "2026-09-11",
  "inworld-tts-2-flash": "2026-09-11",
  muse: "2026-10-04",
};

export interface ModelReplacement {
  readonly model: string;
  readonly successor: string;
  /** The day on which Retell replaces the model in every configuration, YYYY-MM-DD. */
  readonly on: string;
}

/** Models that Retell replaces in stored configurations without asking (docs/retell.md 16). */
export const modelReplacements: readonly ModelReplacement[] = [
  { model: "claude-4.0-sonnet", successor: "claude-4.6-sonnet", on: "2026-05-25" },
  { model: "gemini-2.0-flash", successor: "gemini-3.0-flash", on: "2026-05-25" },
  { model: "gemini-2.0-flash-lite", successor: "gemini-3.1-flash-lite", on: "2026-05-25" },
  { model: "gemini-2.5-flash", successor: "gemini-3.0-flash", on: "2026-05-25" },
  { model: "gpt-4.1-nano", successor: "gpt-5.6-luna", on: "2026-10-20" },
  { model: "claude-4.5-sonnet", successor: "claude-5.5-sonnet", on: "2026-10-29" },
  { model: "gemini-2.5-pro", successor: "gemini-3.8-flash", on: "2026-11-29" },
];

/** The announced replacement of a model; undefined if there is none. */
export function replacementOf(model: string): ModelReplacement | undefined {
  return modelReplacements.find((one) => one.model === model);
}

/** The name under which Retell will finally store a model. */
export function lastingModel(model: string): string {
  const replacement = replacementOf(model);
  return replacement === undefined ? model : lastingModel(replacement.successor);
}

/** The name under which Retell stores a model on a day, YYYY-MM-DD. */
export function modelOnDay(model: string, day: string): string {
  const replacement = replacementOf(model);
  return replacement === undefined || replacement.on > day ? model : modelOnDay(replacement.successor, day);
}
