/** Runs `body` with an environment variable set, and puts it back. */
export async function withVariable<Outcome>(
  name: string,
  value: string,
  body: () => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await body();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** The same with so many workers. */
export function withWorkers<Outcome>(count: number, body: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  return withVariable('MICROCANON_WORKERS', String(count), body);
}
