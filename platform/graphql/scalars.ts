import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseDecimal } from '../decimal.ts';
import { isCurrency } from '../money.ts';

/** A scalar whose wire form is a string that `valid` accepts; `hint` tells the sender what to send. */
function textScalar(name: string, valid: (text: string) => boolean, hint: string) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && valid(value)) return value;
    throw new GraphQLError(`${name} ${hint}`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** The scalars that every subgraph's schema declares; one that a schema lacks must be left out of its resolvers. */
export const scalars = {
  Decimal: textScalar(
    'Decimal',
    (text) => parseDecimal(text) !== undefined,
    'must be a string such as "0.0000025": at most 26 digits before and 12 after the point.',
  ),
  CurrencyCode: textScalar('CurrencyCode', isCurrency, 'must be an ISO 4217 code that the platform bills in, such as "USD".'),
  DateTime: textScalar(
    'DateTime',
    (text) => !Number.isNaN(Date.parse(text)),
    'must be an RFC 3339 instant such as "2026-11-24T00:00:00Z".',
  ),
  Date: textScalar(
    'Date',
    (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
    'must be a UTC day such as "2026-11-24".',
  ),
} as const;
