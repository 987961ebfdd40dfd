import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const SEARCHED = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Whether Slurm and munge are installed, and this process may start their daemons: slurmd asks for root. */
export function slurmCanRun(): boolean {
  const found = ['slurmctld', 'slurmd', 'munged', 'sbatch'].every(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`], { env: SEARCHED }).status === 0,
  );
  return found && process.getuid?.() === 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function configurationIn(folder: string): Promise<string> {
  const [host] = hostname().split('.');
  const memory = Math.floor((0.8 * totalmem()) / 2 ** 20);
  return `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${await freePort()}
SlurmdPort=${await freePort()}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
SlurmUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SchedulerParameters=sched_interval=2,batch_sched_delay=0
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=${memory} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Waits until `holds` does. @throws Error naming what was awaited after so many seconds */
export async function until(what: string, holds: () => boolean, seconds: number): Promise<void> {
  for (const end = performance.now() + 1000 * seconds; !holds(); ) {
    if (performance.now() > end) throw new Error(`${what}: not after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * Slurm on this machine alone, in a folder, until the test ends. A requeued job waits as long as a credential is valid, 120 s by
 * default and 5 s here, the least that Slurm takes.
 * @returns what runs one of its commands, and gives the text that it printed
 * @throws Error when the node is not idle after 30 s, with the end of the daemons' logs
 */
export async function oneNodeSlurm(t: TestContext, folder: string): Promise<(...words: string[]) => string> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name));
  writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o600 });
  writeFileSync(at('slurm.conf'), await configurationIn(folder));
  const env = { ...SEARCHED, SLURM_CONF: at('slurm.conf') };
  const start = (program: string, ...words: string[]): void => {
    const daemon = spawn(program, words, { env, stdio: 'ignore' });
    t.after(async () => {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return;
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill('SIGTERM');
      await ended;
    });
  };
  const command = (...[program, ...words]: string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, words, { env, encoding: 'utf8', cwd: folder });
    if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const munge = ['key-file=munge.key', 'socket=munge.socket', 'pid-file=munge.pid', 'log-file=munge.log'];
  const places = [...munge, 'seed-file=munge.seed'].map((one) => `--${one.replace('=', `=${folder}/`)}`);
  start('munged', '--foreground', '--force', ...places);
  await until('munged answers', () => existsSync(at('munge.socket')), 20);
  start('slurmctld', '-D', '-f', at('slurm.conf'));
  start('slurmd', '-D', '-f', at('slurm.conf'));
  const isIdle = (): boolean => spawnSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8' }).stdout === 'idle\n';
  await until('the node is idle', isIdle, 30).catch((error: Error) => {
    const logs = ['munge.log', 'slurmctld.log', 'slurmd.log'].map((name) =>
      existsSync(at(name)) ? readFileSync(at(name), 'utf8').slice(-1500) : '',
    );
    throw new Error(`${error.message}\n${logs.join('\n')}`);
  });
  return command;
}
