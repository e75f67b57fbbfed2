/** Sees only the rows of the clinic in the setting; without the setting, no rows. */
export const CLINIC_ROLE = "ascendia_clinic";
/** Sees the rows of every clinic: for fleet queries. */
export const FLEET_ROLE = "ascendia_fleet";
export const CLINIC_SETTING = "ascendia.clinic_id";
