import { createCipheriv, createDecipheriv } from 'node:crypto';

/** The row that a sealed secret belongs to; put into another row it does not open. */
export type SecretPlace = { readonly orgId: string; readonly appId: string; readonly id: string };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const associated = ({ orgId, appId, id }: SecretPlace) => Buffer.from(JSON.stringify(['usage.signing_key', orgId, appId, id]));

/** Encrypts a secret for its row: nonce (12 bytes, never used twice), tag, ciphertext; AES-256-GCM under the 32-byte master key. */
export function sealSecret(masterKey: Buffer, place: SecretPlace, secret: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: TAG_BYTES }).setAAD(associated(place));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Decrypts what {@link sealSecret} made. Throws when the key, the row or a single bit is another. */
export function openSecret(masterKey: Buffer, place: SecretPlace, sealed: Buffer): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: TAG_BYTES })
    .setAAD(associated(place))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

export { NONCE_BYTES };
