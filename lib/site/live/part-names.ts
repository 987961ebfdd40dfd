/** Rooms that are parts of their own, because most notebooks need none of them. */
export const lateRooms: readonly string[] = ['grid', 'lattice', 'chain', 'neural', 'transport', 'training'];

/** Packages that are parts of their own, by what in a cell's code asks for them. */
const packageSigns: Readonly<Record<string, RegExp>> = {
  tensorflow: /\b(tensorEnergy|loadTensorFlow|tensorNetwork)\b|@tensorflow\/|microcanon\/neural/,
  parquet: /\.parquet\b/,
};

/** Names of the parts that code asks for by itself, apart from what those parts build on; the core is not among them. */
export function partsNamedIn(code: string): string[] {
  const modules = [...code.matchAll(/['"]microcanon\/([\w/-]+)['"]/g)].map(([, module]) => module);
  const own = modules.flatMap((module) => {
    const chapter = /^chapter\/([\w-]+)/.exec(module)?.[1];
    if (chapter !== undefined) return [`chapter-${chapter}`];
    return lateRooms.includes(module.split('/')[0]) ? [`room-${module.split('/')[0]}`] : [];
  });
  const packages = Object.entries(packageSigns).filter(([, sign]) => sign.test(code));
  return [...new Set([...packages.map(([part]) => part), ...own])];
}
