import { readFileSync, writeSync } from 'node:fs';
import { type FromTransport, openChannel } from './channel.js';
import { publishInterruptible } from './interruptible.js';
import { installModuleResolution } from './module-resolution.js';
import { redirectOutput } from './printed-output.js';
import { watchSignal } from './process-guard.js';
import { requestQueue } from './request-queue.js';
import { closeStandardInput } from './standard-input.js';
import { type ConnectionInfo, header } from './wire.js';

/*
 * The kernel process: node main.js CONNECTION_FILE. The transport thread opens the sockets while the main
 * thread loads the compiler; then the main thread answers requests one after the other.
 */

const terminal = 2;

function fail(reason: string): never {
  writeSync(terminal, `microcanon kernel: ${reason}\n`);
  process.exit(1);
}

function readConnection(file: string | undefined): ConnectionInfo {
  if (file === undefined)
    fail('expects the path of a connection file, got none; start the kernel from Jupyter, which passes the path');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    fail(`cannot read the connection file ${file}: ${(error as Error).message}; start the kernel from Jupyter again`);
  }
}

async function main(): Promise<void> {
  closeStandardInput();
  const sessionId = header('', '').msg_id;
  const nobody = header('', sessionId);
  const requests = requestQueue();
  const channel = openChannel(readConnection(process.argv[2]), sessionId, (message: FromTransport) => {
    if (message.kind === 'failure') fail(message.reason);
    if (message.kind === 'shutdown') process.exit(0);
    if (message.kind !== 'interrupt') return requests.add(message);
    channel.send({ kind: 'interrupted' });
    requests.interrupt();
  });
  process.on('exit', () => channel.close());
  // An interrupt that comes before the first cell must not end the process.
  watchSignal();
  const output = redirectOutput(channel, nobody);

  installModuleResolution();
  publishInterruptible();
  // Loaded after `installModuleResolution`, which decides the compiler that tslab finds.
  const { service } = require('./service.js') as typeof import('./service.js');
  await service(requests, channel, output, nobody);
}

void main().catch((error: Error) => fail(error.stack ?? error.message));
