/** Serves each library's page from its sources, bundled and split by one bundler with one setting. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BENCH = fileURLToPath(new URL('..', import.meta.url));

/** An origin of its own with `/<name>` for every page script, and `/dist/` as we ship it. */
export class Pages {
  readonly #server: Server;
  readonly #files = new Map<string, string>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const name = (request.url ?? '').slice(1);
      if (name.startsWith('dist/')) {
        const file = `${ROOT}${new URL(name, 'http://localhost/').pathname.slice(1)}`;
        if (existsSync(file)) response.setHeader('content-type', 'text/javascript').end(readFileSync(file));
        else response.writeHead(404).end();
        return;
      }
      const script = this.#files.get(name);
      response.setHeader('content-type', script === undefined ? 'text/html' : name.endsWith('.css') ? 'text/css' : 'text/javascript');
      const html = `<!doctype html><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script>`;
      if (script !== undefined) response.end(script);
      else if (this.#files.has(`${name}.js`)) response.end(html);
      else response.writeHead(404).end();
    });
  }

  /** `scripts`: paths from `bench/`. */
  static async serve(scripts: readonly string[]): Promise<Pages> {
    const pages = new Pages();
    for (const script of scripts) {
      const { outputFiles } = await build({
        entryPoints: [`${BENCH}${script}`],
        bundle: true,
        splitting: true,
        minify: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        outdir: BENCH,
        loader: { '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty', '.png': 'empty' },
        define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
        tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
        logLevel: 'error',
      });
      for (const file of outputFiles) pages.#files.set(basename(file.path), file.text);
    }
    await new Promise<void>((resolve) => pages.#server.listen(0, '127.0.0.1', resolve));
    return pages;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  address(script: string): string {
    return `${this.origin}/${basename(script, '.ts')}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
