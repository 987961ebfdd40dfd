import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileOf, listen, type ServerOptions, staticServer } from '../../lib/site/static-server.js';
import { temporaryFolder } from '../command/temporary-folder.js';

/** A folder with a page, a script, a hidden file, and a file beside the folder. */
function siteFolder(t: TestContext): string {
  const folder = join(temporaryFolder(t), 'site');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>page');
  writeFileSync(join(folder, 'assets', 'a b.js'), 'script');
  writeFileSync(join(folder, '.hidden'), 'no');
  writeFileSync(join(folder, '..', 'secret.txt'), 'no');
  writeFileSync(join(folder, '..', 'site-secret'), 'no');
  return folder;
}

interface Received {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Asks with the path as it is given: `fetch` would tidy it up. */
function ask(address: string, path: string, method = 'GET'): Promise<Received> {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

async function served(
  t: TestContext,
  options?: ServerOptions,
): Promise<(path: string, method?: string) => Promise<Received>> {
  const server = staticServer(siteFolder(t), options);
  t.after(() => server.close());
  const address = await listen(server);
  return (path, method) => ask(address, path, method);
}

test('pages come with the headers for threads, their types and lengths, for this machine alone', async (t) => {
  const asking = await served(t);
  const page = await asking('/');
  assert.equal(page.status, 200);
  assert.equal(page.text, '<p>page');
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(page.headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(page.headers['cross-origin-embedder-policy'], 'require-corp');
  const script = await asking('/assets/a%20b.js?version=2');
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.deepEqual([script.text, script.headers['content-length']], ['script', '6']);
  const head = await asking('/index.html', 'HEAD');
  assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', '7']);
});

test('nothing outside the folder, nothing hidden and no folder is served, and nothing is written', async (t) => {
  const asking = await served(t);
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../site-secret',
  ];
  for (const path of [...paths, '/.hidden', '/assets', '/none.html', '/%zz', '/index.html%00'])
    assert.equal((await asking(path)).status, 404, path);
  assert.equal((await asking('/index.html', 'PUT')).status, 405);
});

test('a plain host sends no headers for threads', async (t) => {
  const asking = await served(t, { isolated: false });
  const { headers } = await asking('/');
  assert.equal(headers['cross-origin-opener-policy'], undefined);
  assert.equal(headers['x-content-type-options'], 'nosniff');
});

test('an address that names a folder means its index', (t) => {
  const folder = siteFolder(t);
  assert.equal(fileOf(folder, '/'), join(folder, 'index.html'));
  assert.equal(fileOf(folder, '/assets/a%20b.js#top'), join(folder, 'assets', 'a b.js'));
  assert.equal(fileOf(folder, '/assets/'), undefined);
});
