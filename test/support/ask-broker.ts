/** Asks the run of jest for a server that all its files share; the first to ask starts it. What comes back is what its helper printed. */
export async function askBroker<Answer>(path: '/temporal' | '/postgres'): Promise<Answer> {
  const broker = process.env.TEST_BROKER;
  if (broker === undefined) throw new Error('run tests by jest with the configuration of this repository: its global setup is missing');
  // On a connection of its own: one that was kept may have been closed while a file kept the whole process busy.
  const response = await fetch(`${broker}${path}`, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}
