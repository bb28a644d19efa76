import { signToken } from '@guildhall/local/issuer-token.ts';
import { loadSecrets } from '@guildhall/local/secrets.ts';
import { runningSystem, type SystemFile } from '@guildhall/local/system-file.ts';
import { enterWorld, type World } from '@guildhall/local/story/world.ts';
import type {} from '@guildhall/local/testing/provided.ts';
import type { JWK } from 'jose';
import { inject } from 'vitest';

/** The one system that the end-to-end tests share; the demo's organisations and people are in it. */
export const sharedSystem = (): SystemFile => runningSystem(inject('dataDir'));
export const sharedWorld = (): World => enterWorld(sharedSystem());

/** A world with tokens of people beyond those of the demo. */
export async function worldWith({ urls, tokens, ...doors }: SystemFile, subjects: readonly string[]): Promise<World> {
  // Only loadSecrets writes it, as the text of a JWK.
  const key = JSON.parse(loadSecrets(doors.dataDir).issuerKey) as JWK;
  const token = (subject: string) => signToken(key, { issuer: urls.issuer, audience: 'guildhall', subject, name: subject, seconds: 3_600 });
  const own = await Promise.all(subjects.map(async (subject) => [subject, await token(subject)] as const));
  return enterWorld({ ...doors, urls, tokens: { ...tokens, ...Object.fromEntries(own) } });
}
