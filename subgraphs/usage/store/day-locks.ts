// Two families of advisory locks by day (two-key form: a family, then the day's number).

/** Held shared while events of a day are recorded, and exclusively for the moment in which a close of it begins. */
export const RECORDING = `hashtext('usage recording')`;
/** Held while a close of a day computes and writes, so that two closes of one day follow each other. */
export const CLOSING = `hashtext('usage closing')`;

export const dayNumber = (day: string) => `(${day}::date - date '2000-01-01')`;
