const loading = new Map<string, Promise<void>>();

/**
 * Loads a script of the site by a tag, once; a page from the file system can load scripts in no other way.
 * @throws Error when the script is missing; a later call tries again
 */
export function loadScript(address: string): Promise<void> {
  const known = loading.get(address);
  if (known !== undefined) return known;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(address);
      reject(new Error(`${address} cannot be loaded; keep the folder assets beside this page`));
    };
    document.head.append(script);
  });
  loading.set(address, promise);
  return promise;
}
