#!/usr/bin/env node
// Plain JavaScript that an old Node can read, so that it can say what it lacks.
import { existsSync } from 'node:fs';

const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error('earshot-server needs Node ' + NEEDED + ' or newer; this is ' + process.versions.node + '.');
  process.exit(1);
}

const built = new URL('../dist/cli.js', import.meta.url);
await import((existsSync(built) ? built : new URL('../src/cli.ts', import.meta.url)).href);
