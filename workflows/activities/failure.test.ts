import { ApplicationFailure } from '@temporalio/common';
import { ForbiddenError, refusal } from '@guildhall/platform/errors.ts';
import { expect, test } from 'vitest';
import { finalIfRefusal, withFinalRefusals } from './failure.ts';

test('a refusal is final, under its code and with its sentence', async () => {
  const { step } = withFinalRefusals({ step: () => Promise.reject(refusal('DIGEST_MISMATCH', 'Another version.')) });
  await expect(step()).rejects.toMatchObject({ nonRetryable: true, type: 'DIGEST_MISMATCH', message: 'Another version.' });
  expect(finalIfRefusal(new ForbiddenError())).toMatchObject({ nonRetryable: true, type: 'FORBIDDEN' });
});

test('anything else is passed on as it is, to be tried again', () => {
  const away = new Error('connection refused');
  expect(finalIfRefusal(away)).toBe(away);
  expect(finalIfRefusal(away)).not.toBeInstanceOf(ApplicationFailure);
});
