import { type Call, disconnection, whyEnded } from "../../domain/call/call.ts";

/** `disconnection_reason` of Retell (docs/retell.md 5.4), as domain/call/call.ts says it in English. */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    user_hangup: "L'appelant a raccroché.",
    agent_hangup: "L'assistant a dit au revoir et raccroché.",
    call_transfer: "L'assistant a transféré l'appelant.",
    voicemail_reached: "Un répondeur a décroché.",
    ivr_reached: "Un menu téléphonique a décroché, pas une personne.",
    inactivity: "Personne n'a parlé pendant trop longtemps.",
    max_duration_reached: "L'appel a atteint la durée maximale.",
    no_concurrency_fallback: "Toutes les lignes étaient prises : l'appel est allé vers la ligne de secours.",
    transfer_bridged: "L'assistant a mis l'appelant en relation avec quelqu'un et a quitté l'appel.",
    transfer_cancelled: "L'assistant a tenté de transférer l'appelant ; personne n'a répondu.",
    manual_stopped: "Quelqu'un a arrêté l'appel à la main.",
    call_take_over: "Une personne a repris l'appel.",
    dial_busy: "La ligne était occupée.",
    dial_failed: "L'appel n'a pas pu aboutir.",
    dial_no_answer: "Personne n'a répondu.",
    invalid_destination: "Le numéro composé n'existe pas ou ne peut pas être appelé.",
    telephony_provider_permission_denied: "L'opérateur a refusé l'appel : ses identifiants ont été rejetés.",
    telephony_provider_unavailable: "L'opérateur était injoignable.",
    sip_routing_error: "L'opérateur n'a pas pu acheminer l'appel.",
    marked_as_spam: "Le numéro de la clinique a été bloqué comme indésirable.",
    user_declined: "L'appel a été refusé.",
    concurrency_limit_reached: "Toutes les lignes du compte étaient prises.",
    no_valid_payment: "L'appel a été refusé : le compte n'a pas de moyen de paiement valide.",
    scam_detected: "L'appel a été arrêté : une fraude était soupçonnée.",
    error_llm_websocket_open: "La liaison avec le serveur de dialogue n'a pas pu s'ouvrir.",
    error_llm_websocket_lost_connection: "La liaison avec le serveur de dialogue s'est rompue.",
    error_llm_websocket_runtime: "Le serveur de dialogue a fermé la liaison sur une erreur.",
    error_llm_websocket_corrupt_payload: "Le serveur de dialogue a envoyé un message illisible.",
    error_no_audio_received: "Aucun son ne venait de l'appelant.",
    error_asr: "La reconnaissance de la parole a échoué.",
    error_retell: "Retell a eu une panne.",
    error_unknown: "L'appel a échoué pour une raison inconnue.",
    error_user_not_joined: "Personne n'a rejoint l'appel web en 30 secondes.",
    registered_call_timeout: "L'appel était annoncé, mais n'est pas arrivé en 5 minutes.",
  }),
);

const WITHOUT_REASON: Readonly<Record<Call["status"], string>> = {
  registered: "L'appel n'a pas commencé.",
  ongoing: "L'appel est en cours.",
  ended: "L'appel est terminé ; la raison n'est pas connue.",
  not_connected: "L'appel n'a pas abouti ; la raison n'est pas connue.",
  error: "L'appel a échoué ; la raison n'est pas connue.",
};

/** In one plain sentence. */
export function frenchReason(call: Pick<Call, "status" | "reason">): string {
  const { reason, status } = call;
  if (reason === null) return WITHOUT_REASON[status];
  return REASONS.get(reason) ?? (disconnection(reason) === undefined ? WITHOUT_REASON[status] : whyEnded(call));
}
