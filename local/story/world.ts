import { createClient, RequestFailed, type Client } from '@guildhall/operations/client.ts';
import { Failure, messageOf } from '../failure.ts';
import { runningSystem, type SystemFile } from '../system-file.ts';

/** What the story needs of a system: where its doors are, tokens of its people, and for the past its database and secrets. */
export type Doors = Pick<SystemFile, 'urls' | 'tokens' | 'temporalAddress' | 'dataDir' | 'ports' | 'databaseAdminUrl'>;

export type World = {
  readonly doors: Doors;
  /** A client for one of the demo's people, acting for one organisation. */
  as(subject: string, organization: string): Client;
  /** Where Temporal Web shows a run; undefined when no Temporal Web is known. */
  webLink(workflowId: string): string | undefined;
};

/** A world over a system's doors; those of the running system when none are given. */
export function enterWorld(doors: Doors = runningSystem()): World {
  const { urls, tokens } = doors;
  return {
    doors,
    as(subject, organization) {
      const token = tokens[subject];
      if (token === undefined) throw new Failure('usage', `${subject} is none of the demo's people; npm start prints them.`);
      const client = createClient({ url: urls.graphql, token, organization });
      return { send: (document, variables) => reaching(urls.graphql, () => client.send(document, variables)) };
    },
    webLink: (workflowId) =>
      urls.temporalWeb === undefined ? undefined : `${urls.temporalWeb}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`,
  };
}

/** Does what needs an address; that nobody answers there becomes a Failure that names it. */
export async function reaching<T>(url: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // fetch rejects so when there is no connection, and when its time is up.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      throw new Failure('process', `${url} does not answer (${reasonOf(error)}). See what runs with npm run doctor.`, { cause: error });
    if (error instanceof RequestFailed)
      throw new Failure(error.code === 'UNAVAILABLE' ? 'process' : 'refused', error.message, { cause: error });
    throw error;
  }
}

const reasonOf = (error: Error): string => messageOf(error.cause ?? error);

type Payload = { readonly userErrors: readonly { readonly code: string; readonly message: string }[] };

/** The payload of a mutation that is meant to succeed; `except` names codes that mean it was done before. Throws a Failure otherwise. */
export function done<P extends Payload>(payload: P, ...except: readonly string[]): P {
  const fault = payload.userErrors.find(({ code }) => !except.includes(code));
  if (fault) throw new Failure('refused', `${fault.code}: ${fault.message}`);
  return payload;
}

/** Asks again until the answer is there. Throws a Failure that names what was waited for. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline)
      throw new Failure('process', `Waited ${timeoutMs / 1000} s for ${what}. Look at Temporal Web and at the logs.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
