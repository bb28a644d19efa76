/**
 * A JSON number whose source has more digits than a double keeps: code that counts must refuse it, anything else sees the double.
 * One beyond every double goes on as its text, for JSON would write the double as null and lose that there was a number.
 */
export class InexactNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toJSON(): number | string {
    const double = Number(this.source);
    return Number.isFinite(double) ? double : this.source;
  }
}

export class JsonFault extends Error {}

type ReviverContext = { readonly source?: string };

const significant = (source: string) =>
  source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '').length;

/**
 * Parses JSON text with a depth limit; numbers of more than 15 significant digits, or beyond 1e308, come as {@link InexactNumber}.
 * Throws {@link JsonFault} with a sentence for the sender.
 */
export function parseJson(text: string, maxDepth = 16): unknown {
  if (depthOf(text) > maxDepth) throw new JsonFault(`The JSON is nested deeper than ${maxDepth} levels; flatten it.`);
  try {
    // The third argument is TC39's source text access, which the type library does not know yet.
    const reviver = (_key: string, value: unknown, context?: ReviverContext) =>
      typeof value === 'number' && context?.source !== undefined && (significant(context.source) > 15 || !Number.isFinite(value))
        ? new InexactNumber(context.source)
        : value;
    return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
  } catch (cause) {
    throw new JsonFault('The body is not whole JSON; send one JSON value in UTF-8.', { cause });
  }
}

/** Nesting depth of JSON text, counted outside strings, before anything is built from it. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}
