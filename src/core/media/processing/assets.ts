import { loadError } from './errors.ts';

/** Every file has its own literal `new URL`, since that is what bundlers look for; the build puts them all into one folder. */
const BESIDE = {
  'rnnoise-worklet.js': () => new URL('../../../assets/rnnoise-worklet.js', import.meta.url),
  'rnnoise.wasm': () => new URL('../../../assets/rnnoise.wasm', import.meta.url),
  'background.js': () => new URL('../../../assets/background.js', import.meta.url),
  'segmentation.wasm': () => new URL('../../../assets/segmentation.wasm', import.meta.url),
  'segmentation.tflite': () => new URL('../../../assets/segmentation.tflite', import.meta.url),
};

/** Where a file of the processors lies. */
export function assetUrl(name: keyof typeof BESIDE, folder: string | URL | undefined): URL {
  if (folder === undefined) return BESIDE[name]();
  const base = new URL(folder, globalThis.location?.href);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(name, base);
}

const held = new Map<string, Promise<unknown>>();

/** Loads a file once a page and reads it; one that failed is asked for again. */
export function loadOnce<T>(url: string | URL, operation: string, read: (response: Response) => Promise<T>): Promise<T> {
  const key = String(url);
  const known = held.get(key) as Promise<T> | undefined;
  if (known) return known;
  const loading = fetch(url).then(
    (response) => {
      if (!response.ok) throw loadError(url, operation, new Error(`status ${response.status}`));
      return read(response);
    },
    (error: unknown) => {
      throw loadError(url, operation, error);
    },
  );
  held.set(key, loading);
  loading.catch(() => held.delete(key));
  return loading;
}
