import { signUps } from "./080-sign-ups.ts";
import { doctorPronunciation } from "./110-doctor-pronunciation.ts";
import { textCopies } from "./100-text-copies.ts";
import { slowAnswers } from "./087-slow-answers.ts";
import { listening } from "./115-listening.ts";
import { reports } from "./086-reports.ts";
import { alerts } from "./077-alerts.ts";
import { typeNames } from "./065-type-names.ts";
import { secondLanguage } from "./066-second-language.ts";
import type { Migration } from "kysely";
import { clinicsAndBooking } from "./001-clinics-and-booking.ts";
import { callEvents } from "./002-call-events.ts";
import { agentVersionsAndAudit } from "./003-agent-versions-and-audit.ts";
import { suspensions } from "./004-suspensions.ts";
import { jobsAndCalls } from "./005-jobs-and-calls.ts";
import { outreach } from "./006-outreach.ts";
import { dials } from "./007-dials.ts";
import { mailAndPrivacy } from "./008-mail-and-privacy.ts";
import { socket } from "./009-socket.ts";
import { dialogueSettings } from "./010-dialogue-settings.ts";
import { privacyKey } from "./011-privacy-key.ts";
import { attemptTraffic } from "./012-dial-traffic.ts";
import type { MigrationName } from "./names.ts";
import { identity } from "./013-identity.ts";
import { outreachCaps } from "./014-outreach-caps.ts";
import { installation } from "./016-installation.ts";
import { eventKeys } from "./017-event-keys.ts";
import { emergencyServices } from "./019-emergency-services.ts";
import { acceptedChanges } from "./020-accepted-changes.ts";
import { withdrawnVersions } from "./029-withdrawn-versions.ts";
import { waitlistCalls } from "./032-waitlist-calls.ts";
import { callNotices } from "./034-call-notices.ts";
import { waitlistOffers } from "./033-waitlist-offers.ts";
import { visitReasons } from "./035-visit-reasons.ts";
import { listIndexes } from "./037-list-indexes.ts";
import { newAppointments } from "./038-new-appointments.ts";
import { clinicPhrases } from "./041-clinic-phrases.ts";
import { calendarFeeds } from "./052-calendar-feeds.ts";
import { busyWeeks } from "./062-busy-weeks.ts";
import { spreadBookings } from "./094-spread-bookings.ts";
import { overbooking } from "./095-overbooking.ts";
import { lateDoctors } from "./096-late-doctors.ts";
import { servers } from "./097-servers.ts";
import { calendarsWrittenTo } from "./061-calendars-written-to.ts";
import { sameDay } from "./046-same-day.ts";
import { hoursPeriods } from "./045-hours-periods.ts";
import { provenCallers } from "./044-proven-callers.ts";
import { clinicSpeech } from "./042-clinic-speech.ts";
import { messages } from "./022-messages.ts";
import { afterHours } from "./023-after-hours.ts";
import { recordingNotice } from "./024-recording-notice.ts";
import { clinicAccounts } from "./073-clinic-accounts.ts";
import { noDoubleBooking } from "./058-no-double-booking.ts";
import { consoleAccess } from "./048-console-access.ts";
import { withheldCallers } from "./053-withheld-callers.ts";

export const allMigrations: Readonly<Record<MigrationName, Migration>> = {
  "001-clinics-and-booking": clinicsAndBooking,
  "002-call-events": callEvents,
  "003-agent-versions-and-audit": agentVersionsAndAudit,
  "004-suspensions": suspensions,
  "005-jobs-and-calls": jobsAndCalls,
  "006-outreach": outreach,
  "007-dials": dials,
  "008-mail-and-privacy": mailAndPrivacy,
  "009-socket": socket,
  "010-dialogue-settings": dialogueSettings,
  "011-privacy-key": privacyKey,
  "012-dial-traffic": attemptTraffic,
  "013-identity": identity,
  "014-outreach-caps": outreachCaps,
  "016-installation": installation,
  "017-event-keys": eventKeys,
  "019-emergency-services": emergencyServices,
  "020-accepted-changes": acceptedChanges,
  "029-withdrawn-versions": withdrawnVersions,
  "032-waitlist-calls": waitlistCalls,
  "033-waitlist-offers": waitlistOffers,
  "034-call-notices": callNotices,
  "035-visit-reasons": visitReasons,
  "037-list-indexes": listIndexes,
  "038-new-appointments": newAppointments,
  "041-clinic-phrases": clinicPhrases,
  "044-proven-callers": provenCallers,
  "045-hours-periods": hoursPeriods,
  "042-clinic-speech": clinicSpeech,
  "046-same-day": sameDay,
  "022-messages": messages,
  "023-after-hours": afterHours,
  "024-recording-notice": recordingNotice,
  "052-calendar-feeds": calendarFeeds,
  "048-console-access": consoleAccess,
  "053-withheld-callers": withheldCallers,
  "073-clinic-accounts": clinicAccounts,
  "065-type-names": typeNames,
  "061-calendars-written-to": calendarsWrittenTo,
  "066-second-language": secondLanguage,
  "058-no-double-booking": noDoubleBooking,
  "077-alerts": alerts,
  "062-busy-weeks": busyWeeks,
  "094-spread-bookings": spreadBookings,
  "095-overbooking": overbooking,
  "096-late-doctors": lateDoctors,
  "080-sign-ups": signUps,
  "086-reports": reports,
  "097-servers": servers,
  "087-slow-answers": slowAnswers,
  "110-doctor-pronunciation": doctorPronunciation,
  "115-listening": listening,
  "100-text-copies": textCopies,
};
