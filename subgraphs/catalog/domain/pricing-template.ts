import { InexactNumber } from '@guildhall/platform/json.ts';
import { decimalFromJson, decimalText, exact } from '@guildhall/platform/decimal.ts';
import { isCurrency } from '@guildhall/platform/money.ts';
import { z } from 'zod';

/** A price or quantity: a JSON number of at most 15 digits or a decimal string; kept as its plain text. */
const decimal = z.union([z.number(), z.string(), z.instanceof(InexactNumber)]).transform((value, context) => {
  const parsed = decimalFromJson(value);
  if (parsed) return decimalText(parsed);
  context.addIssue('must be a decimal of at least 0 with at most 12 places; send one of more than 15 digits as a string');
  return z.NEVER;
});

/** Payload keys of the standard units: as units of their own they would charge the same quantity a second time. */
const STANDARD_KEYS = new Map([
  ['tokens', 'token'],
  ['compute_units', 'compute_unit'],
]);

export const unitName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'must be a unit such as "invocation": lower-case letters, digits, _ and -')
  .superRefine((name, context) => {
    const unit = STANDARD_KEYS.get(name);
    if (unit !== undefined) context.addIssue(`must be "${unit}", the unit of the quantity that an event has in payload.${name}`);
  });

/** A unit price or a fee: nobody asks for more, so more is a mistake. */
const MOST = exact('1000000000');
const amount = decimal.refine((value) => exact(value).lessThanOrEqualTo(MOST), 'must be at most 1000000000 (10^9)');

const price = z.strictObject({ unit: unitName, price_per_unit: amount });
const included = z.strictObject({ unit: unitName, quantity: decimal });

/** `usage_by_unit` is the article's other word for `payg`. */
const model = z.enum(['free', 'subscription', 'payg', 'usage_by_unit']).transform((value) => (value === 'usage_by_unit' ? 'payg' : value));

/**
 * What a publisher asks for an app. A single `unit` and `price_per_unit` are short for one entry of `prices`;
 * the result is always in the long form with its currency.
 */
export const pricingTemplate = z
  .strictObject({
    model,
    unit: unitName.optional(),
    price_per_unit: amount.optional(),
    prices: z.array(price).max(20).optional(),
    monthly_fee: amount.optional(),
    included: z.array(included).max(20).optional(),
    currency: z.string().refine(isCurrency, 'must be a currency that the platform bills in, such as "USD"').default('USD'),
  })
  .transform((template, context) => {
    const { unit, price_per_unit, monthly_fee } = template;
    const prices = [...(template.prices ?? [])];
    if ((unit === undefined) !== (price_per_unit === undefined))
      context.addIssue({
        code: 'custom',
        path: [unit === undefined ? 'unit' : 'price_per_unit'],
        message: 'unit and price_per_unit go together',
      });
    else if (unit !== undefined && price_per_unit !== undefined) prices.push({ unit, price_per_unit });
    const units = prices.map((entry) => entry.unit);
    if (new Set(units).size < units.length)
      context.addIssue({ code: 'custom', path: ['prices'], message: 'has two prices of one unit; keep one' });
    for (const fault of modelFaults(template.model, prices, monthly_fee, template.included)) context.addIssue({ code: 'custom', ...fault });
    return {
      model: template.model,
      currency: template.currency,
      prices,
      ...(monthly_fee === undefined ? {} : { monthly_fee }),
      ...(template.included?.length ? { included: template.included } : {}),
    };
  });

/** Whether a template charges nothing, whatever is used: nobody needs an account for it. */
export const costsNothing = ({ model: of, prices, monthly_fee }: PricingTemplate): boolean =>
  prices.every(({ price_per_unit }) => exact(price_per_unit).isZero()) && (of !== 'subscription' || exact(monthly_fee ?? '0').isZero());

type PricingTemplate = z.output<typeof pricingTemplate>;

/** What does not go with the model. */
function modelFaults(of: string, prices: { price_per_unit: string }[], fee: string | undefined, includes: { unit: string }[] | undefined) {
  const faults: { path: string[]; message: string }[] = [];
  const units = includes?.map(({ unit }) => unit) ?? [];
  if (new Set(units).size < units.length) faults.push({ path: ['included'], message: 'names a unit twice; keep one' });
  if (of === 'free' && prices.some(({ price_per_unit }) => Number(price_per_unit) !== 0))
    faults.push({ path: ['prices'], message: 'a free app has no price; use the model payg or subscription' });
  if (of === 'payg' && prices.length === 0)
    faults.push({ path: ['prices'], message: 'payg needs at least one price: unit and price_per_unit, or prices' });
  if (of === 'subscription' && fee === undefined) faults.push({ path: ['monthly_fee'], message: 'a subscription needs its monthly_fee' });
  if (of !== 'subscription' && fee !== undefined) faults.push({ path: ['monthly_fee'], message: 'only a subscription has a monthly_fee' });
  if (of !== 'subscription' && includes !== undefined)
    faults.push({ path: ['included'], message: 'only a subscription includes a quantity' });
  return faults;
}
