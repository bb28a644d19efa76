import { UnavailableError } from '@guildhall/platform/errors.ts';
import { ROLES, type Actor } from '@guildhall/platform/identity/actor.ts';
import { IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import { z } from 'zod';
import type { Send } from '../outgoing.ts';
import type { AskIdentity } from './directory.ts';
import { PLATFORM_ORGANIZATION } from './organization.ts';

/** Signs an identity for the hop to one subgraph. */
export type SignHop = (actor: Actor, subgraph: string) => Promise<string>;

const DEADLINE_MS = 3_000;

/** The gateway itself, asking who a caller is. */
const gateway: Actor = { principal: 'service:gateway', kind: 'service', orgId: PLATFORM_ORGANIZATION, roles: [], teams: [] };

const role = z.enum(ROLES);
const answer = z.object({
  principal: z.string(),
  kind: z.enum(['user', 'service']),
  memberships: z.array(z.object({ orgId: z.string(), roles: z.array(role), teams: z.array(z.string()) })),
  platformRoles: z.array(role),
});

/** Asks governance who somebody is, by its door for the gateway. */
export function askGovernance(options: { url: string; send: Send; sign: SignHop; logger: Logger }): AskIdentity {
  const { send, sign, logger } = options;
  const url = new URL('/internal/identity', options.url);
  return async (question) => {
    try {
      const headers = { 'content-type': 'application/json', [IDENTITY_HEADER]: await sign(gateway, 'governance') };
      const { status, body } = await send({ url, headers, body: JSON.stringify(question), deadlineMs: DEADLINE_MS });
      if (status === 404) return null;
      if (status !== 200) throw new Error(`answered ${status}`);
      return answer.parse(JSON.parse(body.toString()));
    } catch (error) {
      logger.warn({ err: error }, 'governance did not say who the caller is');
      throw new UnavailableError('Who may do what cannot be looked up now (governance does not answer); try again.');
    }
  };
}
