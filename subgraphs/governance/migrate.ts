import { migrate } from '@guildhall/platform/database/migrate.ts';
import { entities } from './store/entities.ts';

await migrate({
  schema: 'governance',
  entities,
  folder: new URL('./migrations', import.meta.url),
  env: process.env,
});
