import { runningSystem, type SystemFile } from '@guildhall/local/system-file.ts';
import { enterWorld, type World } from '@guildhall/local/story/world.ts';
import type {} from '@guildhall/local/testing/provided.ts';
import { inject } from 'vitest';

/** The one system that the end-to-end tests share; the demo's organisations and people are in it. */
export const sharedSystem = (): SystemFile => runningSystem(inject('dataDir'));
export const sharedWorld = (): World => enterWorld(sharedSystem());
