import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export type GraphQLFault = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
};

/** The gateway answered with top-level errors; `faults` are they. */
export class RequestFailed extends Error {
  readonly status: number;
  readonly faults: readonly GraphQLFault[];
  constructor(status: number, faults: readonly GraphQLFault[]) {
    super(`The gateway answered ${status}: ${faults.map(({ message }) => message).join('; ') || 'no JSON'}`);
    this.name = 'RequestFailed';
    this.status = status;
    this.faults = faults;
  }
  get code(): string | undefined {
    return this.faults[0]?.extensions?.code;
  }
}

export type Client = {
  /** Sends one typed operation. Throws {@link RequestFailed} when anything of it failed. */
  send<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result>;
};

/** A client of the gateway for one token; `organization` is needed when the token's holder belongs to several. */
export function createClient({
  url,
  token,
  organization,
  timeoutMs = 15_000,
}: {
  readonly url: string;
  readonly token: string;
  readonly organization?: string;
  readonly timeoutMs?: number;
}): Client {
  return {
    async send<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(organization === undefined ? {} : { 'guildhall-organization': organization }),
        },
        body: JSON.stringify({ query: print(document), variables }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      // The gateway validated the operation against the schema that its types were made from.
      const body = (await answer.json().catch(() => ({}))) as { data?: Result | null; errors?: readonly GraphQLFault[] };
      if (body.errors || body.data == null) throw new RequestFailed(answer.status, body.errors ?? []);
      return body.data;
    },
  };
}
