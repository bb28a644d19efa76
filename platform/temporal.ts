import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type SignalDefinition,
  type UpdateDefinition,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { z } from 'zod';

/** A configuration value that says where Temporal is. */
export const temporalAddress = z
  .string()
  .regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port, such as "127.0.0.1:7233"')
  .describe('Address of the Temporal server, as host:port');

/** One process to start, under an id that says what it is of. */
type ProcessStart = {
  readonly type: string;
  readonly id: string;
  readonly queue: string;
  readonly input: object;
  /** One line that Temporal Web shows. */
  readonly summary: string;
  /** Whether a closed run of this id may be followed by another: for batches that are done once by key, not for what is asked once. */
  readonly again?: boolean;
};

/** The workflows as our processes use them: every call has a deadline, and connects anew when the server was away. */
export type Temporal = {
  readonly client: Client;
  /** Starts a process, or finds that it runs or, unless `again`, that it ran. */
  startOrFind(start: ProcessStart): Promise<void>;
  /** Sends a signal; tells whether there is a running process that takes it. */
  signal<Args extends [object]>(id: string, signal: SignalDefinition<Args>, ...args: Args): Promise<'delivered' | 'gone'>;
  /**
   * Sends an update under an id of its own, so that a repeat is the same update, and waits for its answer at most `withinMs`.
   * Undefined when none came, which says nothing of what becomes of it.
   */
  update<Result, Args extends [object]>(
    id: string,
    update: UpdateDefinition<Result, Args>,
    options: { readonly updateId: string; readonly withinMs: number },
    ...args: Args
  ): Promise<Result | undefined>;
  /** Answers when the server does; for readiness and doctor. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

const DEADLINE_MS = 5_000;

/** Opens a client that connects on first use, so a process starts while Temporal is away. */
export function openTemporal(address: string, namespace = 'default'): Temporal {
  const connection = Connection.lazy({ address, connectTimeout: DEADLINE_MS });
  const client = new Client({ connection, namespace });
  const underWay = new Set<Promise<unknown>>();
  const within = async <T>(ms: number, call: () => Promise<T>): Promise<T> => {
    const answer = connection.withDeadline(Date.now() + ms, call);
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  };
  return {
    client,
    async startOrFind({ type, id, queue, input, summary, again = false }) {
      const options: WorkflowStartOptions = {
        workflowId: id,
        taskQueue: queue,
        args: [input],
        staticSummary: summary,
        workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
      };
      try {
        await within(DEADLINE_MS, () => client.workflow.start(type, options));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
    async signal(id, signal, ...args) {
      try {
        await within(DEADLINE_MS, () => client.workflow.getHandle(id).signal(signal, ...args));
        return 'delivered';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'gone';
        throw error;
      }
    },
    async update(id, update, { updateId, withinMs }, ...args) {
      // The race covers what the deadline does not: a channel that hangs while it connects.
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => resolve(undefined), withinMs);
      const answer = within(withinMs, () => client.workflow.getHandle(id).executeUpdate(update, { updateId, args }));
      answer.catch(() => undefined);
      try {
        return await Promise.race([answer, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async ping() {
      await within(2_000, () => connection.workflowService.getSystemInfo({}));
    },
    async close() {
      // A call that is tried again on a closed channel throws where nobody can catch it; each has a deadline.
      await Promise.allSettled(underWay);
      await connection.close();
    },
  };
}
