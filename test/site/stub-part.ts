/**
 * A part that answers a page's messages in place of a session: a cell's code is the body of an async function of `show` (a bundle),
 * `print` (a text), `bar` (a fraction) and `sleep` (milliseconds, ended by a stop).
 */
function stub(): void {
  const AsyncFunction = (async () => undefined).constructor as new (
    ...names: string[]
  ) => (...values: unknown[]) => Promise<unknown>;
  const scope: Record<string, unknown> = {};
  let stopSleep: (reason: Error) => void = () => undefined;
  const send = (message: object): void =>
    (self as unknown as { postMessage(value: object): void }).postMessage(message);
  self.onmessage = async ({ data }: MessageEvent<{ kind: string; run: number; number: number; code: string }>) => {
    if (data.kind === 'stop') return stopSleep(Object.assign(new Error('stopped'), { name: 'Interrupted' }));
    if (data.kind !== 'run') return undefined;
    const { run } = data;
    const say = (type: string, content: object): void => send({ kind: 'message', run, type, content });
    const tools = {
      scope,
      show: (bundle: object) => say('display_data', { data: bundle, metadata: {}, transient: {} }),
      print: (text: string) => say('stream', { name: 'stdout', text }),
      bar: (fraction: number) => {
        const bundle = { 'text/html': `<progress max="1" value="${fraction.toFixed(4)}"></progress> work` };
        say(fraction === 0 ? 'display_data' : 'update_display_data', {
          data: bundle,
          metadata: {},
          transient: { display_id: `bar-${run}` },
        });
      },
      sleep: (milliseconds: number) =>
        new Promise((resolve, reject) => {
          stopSleep = reject;
          setTimeout(resolve, milliseconds);
        }),
    };
    send({ kind: 'begun', run });
    const start = performance.now();
    let status = 'ok';
    try {
      await new AsyncFunction(...Object.keys(tools), data.code)(...Object.values(tools));
    } catch (error) {
      const { name, message } = error as Error;
      status = name === 'Interrupted' ? 'stopped' : 'error';
      say('error', {
        ename: name,
        evalue: message,
        traceback: [`${name}: ${message}`, `    at cell [${data.number}]:1`],
      });
    }
    send({ kind: 'ended', run, status, seconds: (performance.now() - start) / 1000, declares: [], uses: [] });
    return undefined;
  };
  send({ kind: 'ready', seconds: 0 });
}

/** The script of the part `core` with the stub in it. */
export const stubPart = `microcanonPart('core', ${stub});\n`;
