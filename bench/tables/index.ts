/** In the order they run. */
import type { Table } from '../frame/table.ts';
import { callSetup } from './call-setup.ts';
import { growth } from './growth.ts';
import { interaction } from './interaction.ts';
import { list } from './list.ts';
import { server } from './server.ts';
import { size } from './size.ts';
import { startUp } from './start-up.ts';

export const TABLES: readonly Table[] = [size, callSetup, list, interaction, server, growth, startUp];
