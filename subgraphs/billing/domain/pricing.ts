import { UserError, type Fault } from '@guildhall/platform/errors.ts';
import { decimalText, exact, parseDecimal, type Exact } from '@guildhall/platform/decimal.ts';
import { isCurrency, ROUNDINGS, type Currency, type Rounding } from '@guildhall/platform/money.ts';

/** The unit of a monthly fee's line. */
export const FEE_UNIT = 'month';

const PRICING_MODELS = ['free', 'payg', 'subscription'] as const;
type PricingModel = (typeof PRICING_MODELS)[number];

/** What an app costs under one price version. Prices and quantities are decimals as plain text, exactly as they were approved. */
export type Pricing = {
  readonly model: PricingModel;
  readonly currency: Currency;
  /** In order of the unit. */
  readonly prices: readonly { readonly unit: string; readonly pricePerUnit: string }[];
  readonly monthlyFee: string | null;
  /** What the monthly fee includes, in order of the unit. */
  readonly included: readonly { readonly unit: string; readonly quantity: string }[];
  readonly rounding: Rounding;
};

/** An app's `pricing_template` as its approved manifest has it: snake case, decimals as text. `rounding` is HALF_UP when absent. */
export type PricingTemplate = {
  readonly model: string;
  readonly currency: string;
  readonly prices: readonly { readonly unit: string; readonly price_per_unit: string }[];
  readonly monthly_fee?: string | undefined;
  readonly included?: readonly { readonly unit: string; readonly quantity: string }[] | undefined;
  readonly rounding?: string | undefined;
};

const isModel = (model: string): model is PricingModel => PRICING_MODELS.some((known) => known === model);
const isRounding = (rule: string): rule is Rounding => Object.hasOwn(ROUNDINGS, rule);
const byUnit = (a: { unit: string }, b: { unit: string }) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0);

/**
 * Reads a template into its one form, so that two that price alike are equal. Throws a `UserError` with every fault:
 * what the catalog let through is sound, so a fault here is a mistake of ours that must not become a price.
 */
export function readPricing(template: PricingTemplate): Pricing {
  const faults: Fault[] = [];
  const fault = (message: string, ...field: string[]) => faults.push({ code: 'INVALID_PRICING', message, field });
  const decimal = (text: string, ...field: string[]): string => {
    const value = parseDecimal(text);
    if (value && !(value.isNegative() && !value.isZero())) return decimalText(value.abs());
    fault(`"${text}" must be a decimal of at least 0 with at most 12 places.`, ...field);
    return '0';
  };
  const { model, currency, rounding = 'HALF_UP' } = template;
  if (!isModel(model)) fault(`"${model}" is not a pricing model; use free, payg or subscription.`, 'model');
  if (!isCurrency(currency)) fault(`"${currency}" is not a currency that the platform bills in.`, 'currency');
  if (!isRounding(rounding)) fault(`"${rounding}" is not a rounding rule.`, 'rounding');
  if (model === 'subscription' && template.monthly_fee === undefined) fault('A subscription needs its monthly_fee.', 'monthly_fee');
  const prices = template.prices.map(({ unit, price_per_unit }) => ({ unit, pricePerUnit: decimal(price_per_unit, 'prices', unit) }));
  const included = (template.included ?? []).map(({ unit, quantity }) => ({ unit, quantity: decimal(quantity, 'included', unit) }));
  for (const [name, entries] of Object.entries({ prices, included })) {
    if (new Set(entries.map(({ unit }) => unit)).size < entries.length) fault(`${name} names a unit twice; keep one.`, name);
  }
  const monthlyFee = template.monthly_fee === undefined ? null : decimal(template.monthly_fee, 'monthly_fee');
  if (faults.length > 0 || !isModel(model) || !isCurrency(currency) || !isRounding(rounding)) throw new UserError(faults);
  return { model, currency, prices: prices.sort(byUnit), monthlyFee, included: included.sort(byUnit), rounding };
}

/** Whether two pricings charge alike in everything. */
export const samePricing = (a: Pricing, b: Pricing): boolean => canonical(a) === canonical(b);

// Built field by field: a pricing that went through jsonb has its keys in another order.
const canonical = ({ model, currency, prices, monthlyFee, included, rounding }: Pricing) =>
  JSON.stringify([
    model,
    currency,
    prices.map(({ unit, pricePerUnit }) => [unit, pricePerUnit]),
    monthlyFee,
    included.map(({ unit, quantity }) => [unit, quantity]),
    rounding,
  ]);

/** Whether a pricing charges nothing, whatever is used: its currency then binds nobody. */
export const costsNothing = ({ model, prices, monthlyFee }: Pricing): boolean =>
  prices.every(({ pricePerUnit }) => exact(pricePerUnit).isZero()) && (model !== 'subscription' || exact(monthlyFee ?? '0').isZero());

/** The price of one of a unit; zero for a unit that the pricing does not name. */
export const priceOf = ({ prices }: Pricing, unit: string): Exact =>
  exact(prices.find((price) => price.unit === unit)?.pricePerUnit ?? '0');
