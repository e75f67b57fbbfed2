/** Sees the rows of one clinic: that of the setting, and without it none. */
export const CLINIC_ROLE = "ascendia_clinic";
/** Sees the rows of every clinic: for what is the fleet's by name. */
export const FLEET_ROLE = "ascendia_fleet";
export const CLINIC_SETTING = "ascendia.clinic_id";
