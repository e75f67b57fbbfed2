import type { Answer, ClinicVisit, Visit } from "./visit.ts";
import { noteAlert } from "./pages/alerts.tsx";
import { appointmentPage, cancelHere, markAppointment, moveHere } from "./pages/appointment.tsx";
import { assistantPage, pauseAssistant, resumeAssistant } from "./pages/assistant.tsx";
import { scenarioOfCall } from "./pages/call-scenario.tsx";
import { callPage } from "./pages/call.tsx";
import { allCallsPage, callsPage } from "./pages/calls.tsx";
import { addClosure, closuresPage, removeClosure } from "./pages/closures.tsx";
import { fleetPage } from "./pages/fleet.tsx";
import { hoursPage, saveHours } from "./pages/hours.tsx";
import { moveInWeek } from "./pages/move-in-week.tsx";
import { messageDone, messagesPage } from "./pages/messages.tsx";
import { phrasePage, resetPhrase, savePhrase } from "./pages/phrase.tsx";
import { callNow, remindersPage } from "./pages/reminders.tsx";
import { reportPage, saveReportDay } from "./pages/report.tsx";
import { approveHere, refuseHere, signUpsPage } from "./pages/sign-ups.tsx";
import { saveSettings, settingsPage } from "./pages/settings.tsx";
import { todayPage } from "./pages/today.tsx";
import { weekPage } from "./pages/week.tsx";

/** A GET shows, a POST acts: viewers may only do the first. */
interface Route<V> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly answer: (visit: V) => Promise<Answer>;
}

/** For people who see every clinic. */
export const fleetRoutes: readonly Route<Visit>[] = [
  { method: "GET", path: "/", answer: fleetPage },
  { method: "GET", path: "/calls", answer: allCallsPage },
  { method: "POST", path: "/alerts/:alert/note", answer: noteAlert },
  { method: "GET", path: "/sign-ups", answer: (visit) => signUpsPage(visit) },
  { method: "POST", path: "/sign-ups/:signup/approve", answer: approveHere },
  { method: "POST", path: "/sign-ups/:signup/refuse", answer: refuseHere },
  { method: "GET", path: "/live", answer: () => Promise.resolve({ kind: "events", clinicId: null, callId: null }) },
];

/** Below `/clinics/:clinic`, for people who may reach that clinic. */
export const clinicRoutes: readonly Route<ClinicVisit>[] = [
  { method: "GET", path: "", answer: todayPage },
  { method: "GET", path: "/week", answer: (visit) => weekPage(visit) },
  { method: "POST", path: "/week/move", answer: moveInWeek },
  { method: "GET", path: "/appointments/:appointment", answer: (visit) => appointmentPage(visit) },
  { method: "POST", path: "/appointments/:appointment/mark", answer: markAppointment },
  { method: "POST", path: "/appointments/:appointment/move", answer: moveHere },
  { method: "POST", path: "/appointments/:appointment/cancel", answer: cancelHere },
  { method: "GET", path: "/messages", answer: messagesPage },
  { method: "POST", path: "/messages/:message/done", answer: messageDone },
  { method: "GET", path: "/calls", answer: callsPage },
  { method: "GET", path: "/calls/:call", answer: (visit) => callPage(visit) },
  { method: "POST", path: "/calls/:call/scenario", answer: scenarioOfCall },
  { method: "GET", path: "/live", answer: liveOfClinic },
  { method: "GET", path: "/reminders", answer: (visit) => remindersPage(visit) },
  { method: "POST", path: "/reminders/:contact/call", answer: callNow },
  { method: "GET", path: "/report", answer: reportPage },
  { method: "POST", path: "/report", answer: saveReportDay },
  { method: "GET", path: "/hours", answer: hoursPage },
  { method: "POST", path: "/hours", answer: saveHours },
  { method: "GET", path: "/closures", answer: (visit) => closuresPage(visit) },
  { method: "POST", path: "/closures", answer: addClosure },
  { method: "POST", path: "/closures/:closure/remove", answer: removeClosure },
  { method: "GET", path: "/assistant", answer: (visit) => assistantPage(visit) },
  { method: "POST", path: "/assistant/pause", answer: pauseAssistant },
  { method: "POST", path: "/assistant/resume", answer: resumeAssistant },
  { method: "GET", path: "/settings", answer: (visit) => settingsPage(visit) },
  { method: "POST", path: "/settings", answer: saveSettings },
  { method: "GET", path: "/phrases/:phrase", answer: (visit) => phrasePage(visit) },
  { method: "POST", path: "/phrases/:phrase", answer: savePhrase },
  { method: "POST", path: "/phrases/:phrase/reset", answer: resetPhrase },
];

function liveOfClinic({ clinic, query }: ClinicVisit): Promise<Answer> {
  const callId = query("call");
  return Promise.resolve({ kind: "events", clinicId: clinic.id, callId: callId === "" ? null : callId });
}
