import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../host/index.js';
import { CommandError, UsageError } from '../site/command-error.js';
import type { Command } from './command.js';
import { onStopSignals } from './stop-signals.js';

/** Where the site is served when no port is named; a free port when this one is taken. */
const usualPort = 8100;

function portOf(text: string | true | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (typeof text !== 'string' || !/^\d+$/.test(text) || port > 65535)
    throw new UsageError(
      `serve: option --port expects a whole number from 0 to 65535, got '${text}'; 0 is any free port`,
    );
  return port;
}

/** `microcanon serve`: shows the site to a browser on this machine. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the workbook (site) to browsers on this machine, so that cells of pages run on all cores.',
  options: {
    port: { value: 'N', help: `port to listen on (default: ${usualPort}, or a free one where that is taken)` },
    plain: { help: 'serve as a plain static host does, without the headers that let pages have threads' },
  },
  details:
    'Pages work by a double click, too; browsers then give their cells one thread.\n' +
    'The server answers this machine alone, with files of the site alone. Ctrl-C ends it.',
  async run({ options }) {
    const { listen, staticServer } = await import('../site/static-server.js');
    const { site } = settings().folders;
    if (!existsSync(join(site, 'index.html')))
      throw new CommandError(`serve: ${site} holds no workbook; run npm run workbook first`);
    const asked = portOf(options.port);
    const server = staticServer(site, { isolated: options.plain === undefined });
    const address = await listen(server, asked ?? usualPort).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      if (asked !== undefined)
        throw new CommandError(`serve: port ${asked} is taken; leave --port out, or name another`);
      return listen(server);
    });
    process.stdout.write(`${address}\n`);
    onStopSignals(() => 'serve: stopped');
    return await new Promise<number>((resolve) => void server.once('close', () => resolve(0)));
  },
};
