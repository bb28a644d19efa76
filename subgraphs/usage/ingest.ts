import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '@guildhall/platform/config.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { ingestConfig } from './config.ts';
import { createIngest, openKeyLookup, openRecorder } from './index.ts';
import { createIngestServer } from './resolvers/events.ts';

const config = readConfig(ingestConfig, process.env);
const logger = createLogger('ingest', config.LOG_LEVEL);
const recorder = openRecorder({ url: config.USAGE_RECORDER_DATABASE_URL });
const keys = openKeyLookup({ url: config.USAGE_LOOKUP_DATABASE_URL, masterKey: config.MASTER_KEY });
const server = createIngestServer({
  ingest: createIngest({ recorder, keys, now: () => new Date(), pause }),
  probes: [
    { name: 'postgres', check: recorder.ping },
    { name: 'keys', check: keys.ping },
  ],
  logger,
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT }, 'listening');
stopOnSignal(logger, () => server.close().then(recorder.close).then(keys.close));
