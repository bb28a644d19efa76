/** Raw usage and buckets know instants; everything above them knows UTC days. */
export const dayOf = (instant: string) => `(${instant} at time zone 'UTC')::date`;

/** The start of a day given as text, as an instant. */
export const startOf = (day: string) => `(${day}::date::timestamp at time zone 'UTC')`;

/** Every row of the latest version of each (organisation, app, day); `where` narrows by anything that whole versions share. */
export const latestDays = (where: string) =>
  `(select org_id, app_id, day, unit, version, quantity, within_install
      from (select *, max(version) over (partition by org_id, app_id, day) as newest from usage.usage_day where ${where}) as versions
     where version = newest)`;

/** Closed, with nothing that came since and no close under way: what its days say is final for now. */
export const SETTLED = `done = begun and not late`;
