import { InexactNumber } from '@guildhall/platform/json.ts';

type JsonFault = { readonly path: readonly string[]; readonly message: string };

const MOST = 20;

/** What of a parsed JSON value neither RFC 8785 nor the database can hold, at most 20 places. */
export function jsonFaults(value: unknown): JsonFault[] {
  const faults: JsonFault[] = [];
  const look = (part: unknown, path: readonly string[]) => {
    if (faults.length >= MOST) return;
    if (typeof part === 'string') {
      if (!storable(part)) faults.push({ path, message: 'holds a lone surrogate or U+0000, which text cannot' });
    } else if (part instanceof InexactNumber) {
      if (!Number.isFinite(part.toJSON()))
        faults.push({ path, message: 'is a number beyond 1e308, which JSON software does not agree on' });
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, entry] of Object.entries(part)) {
        if (storable(key)) look(entry, [...path, key]);
        else faults.push({ path, message: 'has a key with a lone surrogate or U+0000, which text cannot hold' });
      }
    }
  };
  look(value, []);
  return faults;
}

const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000');
