import {
  changeSettings,
  host,
  type Settings,
  settings,
  settingsOf,
  variables,
  withSettings,
} from '../lib/host/index.js';

/** Runs `body` with the settings that an environment variable names, and puts those before back. */
export function withVariable<Outcome>(
  name: string,
  value: string,
  body: () => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const { folders } = settings();
  const changed = settingsOf({ [name]: value }, (folder, path) =>
    path === undefined ? folders[folder] : host.files.absolute(path),
  );
  const setting = Object.entries(variables).find(([, variable]) => variable === name)?.[0];
  if (setting === undefined) throw new RangeError(`withVariable: ${name} is the variable of no setting`);
  return withSettings(
    setting in folders ? { folders: changed.folders } : { [setting]: changed[setting as keyof Settings] },
    body,
  );
}

/** The same with so many workers. */
export function withWorkers<Outcome>(count: number, body: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  return withSettings({ workers: count }, body);
}

/** The same with or without WebAssembly SIMD, for a body that awaits nothing. */
export function withSimd<Outcome>(simd: boolean, body: () => Outcome): Outcome {
  const before = settings();
  changeSettings({ simd });
  try {
    return body();
  } finally {
    changeSettings(before);
  }
}

/** From now on, the folder of a setting. */
export function useFolder(name: keyof Settings['folders'], folder: string): void {
  changeSettings({ folders: { ...settings().folders, [name]: folder } });
}
