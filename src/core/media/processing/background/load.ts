import { loadError } from '../errors.ts';
import type { BackgroundModule } from './job.ts';

/** The program in this very thread. */
export async function load(script: URL, operation: string): Promise<BackgroundModule> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ script.href)) as BackgroundModule;
  } catch (error) {
    throw loadError(script, operation, error);
  }
}
