import { ForbiddenError, UnauthenticatedError, UnavailableError } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { FastifyRequest } from 'fastify';
import type { Directory, Identity, Question } from './directory.ts';
import { chooseOrganization, notYours, ORGANIZATION_HEADER, type Choice } from './organization.ts';

export type DoorDeps = { readonly verifyToken: (token: string) => Promise<string>; readonly directory: Directory };

/** Who calls, for which organisation. */
export type Door = {
  /**
   * Establishes it from the request's headers, before its body is read. Rejects with UnauthenticatedError, ForbiddenError,
   * UnavailableError or a UserError ORGANIZATION_REQUIRED.
   */
  readonly admit: (request: FastifyRequest) => Promise<void>;
  /** The actor of a request that was admitted. */
  readonly actorOf: (request: FastifyRequest) => Actor;
};

export function createDoor({ verifyToken, directory }: DoorDeps): Door {
  const actors = new WeakMap<FastifyRequest, Actor>();
  const choose = async (question: Question, identity: Identity, wanted: string | undefined): Promise<Choice> => {
    try {
      return chooseOrganization(identity, wanted);
    } catch (error) {
      // Whoever was added to an organisation a moment ago is let in at once: a refusal is only given on an answer of now.
      const newest = error instanceof ForbiddenError ? await directory(question, 0) : null;
      if (!newest) throw error;
      if (newest === identity)
        throw new UnavailableError('Whether you belong to that organisation cannot be asked now; try again in a moment.');
      return chooseOrganization(newest, wanted);
    }
  };
  return {
    admit: async (request) => {
      const question = await questionOf(request.headers.authorization, verifyToken);
      const identity = await directory(question);
      if (!identity) throw unknown(question);
      const header = request.headers[ORGANIZATION_HEADER];
      const { actor, foreign } = await choose(question, identity, typeof header === 'string' ? header.trim() : undefined);
      if (foreign && !(await directory({ ...question, organization: actor.orgId }))) throw notYours();
      actors.set(request, actor);
    },
    actorOf: (request) => {
      const actor = actors.get(request);
      if (!actor) throw new UnauthenticatedError();
      return actor;
    },
  };
}

async function questionOf(header: string | undefined, verifyToken: DoorDeps['verifyToken']): Promise<Question> {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new UnauthenticatedError();
  if (!token.startsWith('ghk_')) return { principal: await verifyToken(token) };
  if (token.length > 200) throw unknownKey();
  return { apiKey: token };
}

const unknownKey = () => new UnauthenticatedError('This API key is unknown or revoked; make a new one and send that.');

const unknown = (question: Question) =>
  'apiKey' in question
    ? unknownKey()
    : new ForbiddenError('You are signed in, but belong to no organisation yet. Ask an administrator of yours to add you.');
