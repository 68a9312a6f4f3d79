import { askBroker } from './ask-broker.ts';

/** What the helper printed. */
interface Answer {
  address: string;
  bundle: string | null;
  bundleProblem: string | null;
}

let asked: Promise<Answer> | null = null;

/**
 * The Temporal server of this run of jest, `host:port`: namespace `default`, time skipping allowed for each workflow by itself.
 * The first call of a run starts it (1 to 3 s), later ones answer at once. Call it in `beforeAll`; use a task queue and workflow
 * ids of your own, and connect with your own clients and workers. It ends by itself with the run.
 */
export async function temporalServer(): Promise<{ address: string }> {
  const { address } = await answer();
  return { address };
}

/** The bundle of src/workflows/index.ts: a Worker's `workflowBundle`. @throws what the bundler said, when it can't be bundled. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const { bundle, bundleProblem } = await answer();
  if (bundle === null) throw new Error(bundleProblem ?? 'there is no bundle');
  return { codePath: bundle };
}

async function answer(): Promise<Answer> {
  asked ??= askBroker<Answer>('/temporal');
  return await asked;
}
